import { type ReadModels } from '../../src/platform/read-models/read-models.js';
import { type EngineDeps } from './engine-deps.js';
import { EngineReadModels } from './reading/engine-read-models.js';
import { generationRecords } from './records/generation-record.js';
import { generationId } from './records/generation.js';
import { hasApplied } from './reading/has-applied.js';
import { LiveGenerations } from './reading/live-generations.js';
import { PositionBoard } from './reading/position-board.js';
import { type Projection } from './projection.js';
import { beginNext, type ProjectionRecord, ProjectionRecords } from './records/projection-record.js';
import { projectionStatus, type ProjectionStatus } from './records/projection-status.js';
import { ProjectionSupervisor } from './running/supervisor.js';
import { type SupervisorDeps } from './running/supervisor-deps.js';
import { pause } from './waiting.js';

export class UnknownProjection extends Error {
  constructor(readonly projection: string) {
    super(`there is no projection ${projection}`);
    this.name = 'UnknownProjection';
  }
}

/** Keeps the read models: runs their projections, rebuilds them, tells how far they are. */
export class ProjectionEngine {
  /** How queries read; works in every process, whether it runs projections or not. */
  readonly readModels: ReadModels;
  private readonly deps: SupervisorDeps;
  private readonly supervisors: ReadonlyMap<string, ProjectionSupervisor>;
  private readonly stopped = new AbortController();
  private stopping = new AbortController();
  private runs: Promise<unknown> | undefined;
  /** Where the log ended at the start; undefined before, '' for an empty one. */
  private headAtStart: string | undefined;
  private readonly seenReady = new Set<string>();

  constructor(deps: EngineDeps) {
    const records = new ProjectionRecords(deps.store);
    const live = new LiveGenerations(records, deps.clock, deps.settings.registryMs);
    const board = new PositionBoard();
    this.deps = { ...deps, records, live, board };
    this.readModels = new EngineReadModels(this.deps, live, board);
    this.supervisors = new Map(
      deps.projections.map((one) => [one.name, new ProjectionSupervisor(this.deps, one)]),
    );
  }

  /** Runs every projection until {@link stop}. */
  start(): void {
    this.run([...this.supervisors.keys()]);
  }

  /** Ends after the batches in hand. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.halt();
  }

  /** Notes where the log ends now: what {@link ready} asks for. */
  async markStart(): Promise<string> {
    this.headAtStart = (await this.deps.events.head()) ?? '';
    return this.headAtStart;
  }

  /** Whether every projection has applied all that was in the log at {@link markStart}. */
  async ready(): Promise<boolean> {
    const head = this.headAtStart ?? (await this.markStart());
    for (const projection of this.deps.projections) {
      if (this.seenReady.has(projection.name)) continue;
      if (!(await this.isReady(projection, head))) return false;
      this.seenReady.add(projection.name);
    }
    return true;
  }

  async status(): Promise<ProjectionStatus[]> {
    const generations = generationRecords(this.deps.store);
    return Promise.all(
      this.deps.projections.map(async (projection) =>
        projectionStatus(projection, await this.deps.records.find(projection.name), generations),
      ),
    );
  }

  /**
   * Asks for a rebuild: whichever process runs the projection carries it out.
   *
   * @returns the number of the generation that will take over
   * @throws UnknownProjection
   */
  async requestRebuild(name: string): Promise<number> {
    const projection = this.projection(name);
    const at = this.deps.clock.now().toISOString();
    const record = await this.deps.records.change(projection, (now) =>
      beginNext(now, projection.version, at),
    );
    this.supervisors.get(name)?.wake();
    return record.latest;
  }

  /**
   * Asks for what is parked to be tried again: stream by stream, or by a rebuild where documents are fed by several
   * streams.
   *
   * @returns the number of the generation that will take over, where it is a rebuild
   * @throws UnknownProjection
   */
  async requestReplay(name: string): Promise<number | undefined> {
    const projection = this.projection(name);
    if (projection.oneStreamPerDocument !== true) return this.requestRebuild(name);
    await this.deps.records.change(projection, () => ({ replay: true }));
    this.supervisors.get(name)?.wake();
    return undefined;
  }

  /** Carries out what was asked for and waits for it; runs the projection itself where nobody does. */
  async untilDone(name: string, signal: AbortSignal): Promise<ProjectionRecord> {
    const projection = this.projection(name);
    // The lease sees to it that another process may do so too.
    const alone = this.runs === undefined;
    if (alone) this.run([name]);
    const ended = AbortSignal.any([signal, this.stopped.signal]);
    try {
      for (;;) {
        const record = await this.deps.records.ensure(projection);
        if (ended.aborted || isDone(record)) return record;
        await pause(50, ended);
      }
    } finally {
      if (alone) await this.halt();
    }
  }

  private async halt(): Promise<void> {
    this.stopping.abort();
    await this.runs;
    this.runs = undefined;
  }

  private run(names: readonly string[]): void {
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    this.runs = Promise.all(
      [...this.supervisors]
        .filter(([name]) => names.includes(name))
        .map(([, supervisor]) => supervisor.run(signal)),
    );
  }

  private async isReady(projection: Projection, head: string): Promise<boolean> {
    const record = await this.deps.records.find(projection.name);
    if (record === null || record.live.version < projection.version) return false;
    // Whoever is told that it is ready reads what made it so.
    this.deps.live.learn(record);
    const _id = generationId(projection.name, record.live.generation);
    const stored = await generationRecords(this.deps.store).findOne({ _id });
    return hasApplied(this.deps.events, projection, stored?.position ?? null, head);
  }

  private projection(name: string): Projection {
    const found = this.deps.projections.find((projection) => projection.name === name);
    if (found === undefined) throw new UnknownProjection(name);
    return found;
  }
}

const isDone = (record: ProjectionRecord): boolean =>
  !record.replay && (record.next === null || record.next.stopped !== null);
