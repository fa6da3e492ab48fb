import { generationRecords } from '../records/generation-record.js';
import { dropGeneration, type Generation, generationId } from '../records/generation.js';
import { LiveRole } from './live-role.js';
import { type Projection } from '../projection.js';
import { beginNext, type ProjectionRecord } from '../records/projection-record.js';
import { RebuildRole } from './rebuild-role.js';
import { Runner } from './runner.js';
import { type SupervisorDeps } from './supervisor-deps.js';
import { pause } from '../waiting.js';

interface Running {
  readonly runner: Runner;
  /** Undefined for a rebuild. */
  readonly live: LiveRole | undefined;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** Runs what the record of a projection says: its live generation, and the next one while there is one. */
export class ProjectionSupervisor {
  private readonly running = new Map<number, Running>();
  private wakeUp = new AbortController();
  private resumed = false;

  constructor(
    private readonly deps: SupervisorDeps,
    private readonly projection: Projection,
  ) {}

  /** Looks now, instead of within a second. */
  wake(): void {
    this.wakeUp.abort();
  }

  /** Runs until the signal; batches in hand are finished. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    this.deps.metrics.watchLag(this.projection.name, () => this.lagSeconds());
    while (!signal.aborted) {
      this.wakeUp = new AbortController();
      try {
        await this.reconcile();
      } catch (error) {
        const name = error instanceof Error ? error.name : 'unknown error';
        this.deps.log.warn(`${this.projection.name}: looked up in vain what is to run: ${name}`);
      }
      await pause(this.deps.settings.registryMs, AbortSignal.any([signal, this.wakeUp.signal]));
    }
    await Promise.all([...this.running.keys()].map((generation) => this.stop(generation)));
  }

  private async reconcile(): Promise<void> {
    const record = await this.wanted();
    this.deps.live.learn(record);
    const wanted = this.runnable(record);
    for (const [generation, { live }] of this.running) {
      const isWanted = wanted.get(generation);
      if (isWanted === undefined || (isWanted === 'live') !== (live !== undefined))
        await this.stop(generation);
    }
    for (const [generation, role] of wanted) this.start(generation, role);
    this.replayIfAsked(record);
    await this.dropRetired(record);
  }

  /** The record, with the rebuild in it that this version of the projection needs. */
  private async wanted(): Promise<ProjectionRecord> {
    const { records, clock } = this.deps;
    const { version } = this.projection;
    const isFirst = !this.resumed;
    const record = await records.change(this.projection, (now) => {
      const newest = Math.max(now.live.version, now.next?.version ?? 0);
      if (version > newest) return beginNext(now, version, clock.now().toISOString());
      // A process that starts may know how to read what stopped the rebuild.
      if (isFirst && now.next !== null && now.next.stopped !== null && now.next.version === version) {
        return beginNext(now, version, clock.now().toISOString());
      }
      return undefined;
    });
    this.resumed = true;
    return record;
  }

  /** Generations of another version are another process's, or nobody's until they are replaced. */
  private runnable({ live, next }: ProjectionRecord): Map<number, 'live' | 'rebuild'> {
    const wanted = new Map<number, 'live' | 'rebuild'>();
    const { version } = this.projection;
    if (live.version === version) wanted.set(live.generation, 'live');
    if (next !== null && next.version === version && next.stopped === null)
      wanted.set(next.generation, 'rebuild');
    return wanted;
  }

  private start(number: number, name: 'live' | 'rebuild'): void {
    if (this.running.has(number)) return;
    const generation: Generation = { projection: this.projection, number };
    const { records } = this.deps;
    const live = name === 'live' ? new LiveRole(this.deps, this.projection, records) : undefined;
    const role = live ?? new RebuildRole(this.deps, generation);
    const runner = new Runner(this.deps, generation, role, this.deps.board);
    const stop = new AbortController();
    const done = runner.run(stop.signal).finally(() => {
      this.running.delete(number);
      this.wake();
    });
    this.running.set(number, { runner, live, stop, done });
  }

  private async stop(generation: number): Promise<void> {
    const running = this.running.get(generation);
    running?.stop.abort();
    await running?.done;
  }

  private replayIfAsked(record: ProjectionRecord): void {
    const running = this.running.get(record.live.generation);
    if (!record.replay || running?.live === undefined) return;
    running.live.askReplay();
    running.runner.interrupt();
  }

  private async dropRetired(record: ProjectionRecord): Promise<void> {
    const { store, clock, settings, board, records } = this.deps;
    const before = new Date(clock.now().getTime() - settings.retiredMs).toISOString();
    const due = record.retired.filter(({ at }) => at <= before).map(({ generation }) => generation);
    for (const generation of due) {
      const _id = generationId(this.projection.name, generation);
      // Without its record nobody can write to it again.
      await generationRecords(store).bulkWrite([{ deleteOne: { filter: { _id } } }]);
      await dropGeneration(store, this.projection.name, generation);
      board.forget(_id);
    }
    if (due.length === 0) return;
    await records.change(this.projection, (now) => ({
      retired: now.retired.filter(({ generation }) => !due.includes(generation)),
    }));
  }

  private lagSeconds(): number {
    const lags = [...this.running.values()]
      .filter(({ live }) => live !== undefined)
      .map(({ runner }) => runner.lagSeconds());
    return Math.max(0, ...lags);
  }
}
