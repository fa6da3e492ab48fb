import {
  type Position,
  type StoredEvent,
  type SubscriptionItem,
} from '../../../src/platform/event-store/event-store.js';
import { acquireLease } from './acquire-lease.js';
import { BatchFolder } from '../folding/batch-folder.js';
import { BatchSize } from '../folding/batch-size.js';
import { type EngineDeps } from '../engine-deps.js';
import { generationRecords } from '../records/generation-record.js';
import { collectionsOf, createIndexes, generationId, type Generation } from '../records/generation.js';
import { type Lease, LeaseLost } from './lease.js';
import { type PositionBoard } from '../reading/position-board.js';
import { Progress } from '../../../src/platform/subscriptions/progress.js';
import { RunnerEnded, type RunnerRole } from './runner-role.js';
import { Tombstones } from './tombstones.js';
import { pause } from '../waiting.js';

/** Follows the log for one generation, while it holds the lease; waits for the lease while another does. */
export class Runner {
  readonly id: string;
  private readonly folder: BatchFolder;
  private readonly progress: Progress;
  private readonly tombstones: Tombstones;
  private readonly size: BatchSize;
  private interruption = new AbortController();

  constructor(
    private readonly deps: EngineDeps,
    private readonly generation: Generation,
    private readonly role: RunnerRole,
    private readonly board: PositionBoard,
  ) {
    this.id = generationId(generation.projection.name, generation.number);
    this.folder = new BatchFolder(deps, generation);
    this.progress = new Progress(deps.logClock);
    this.tombstones = new Tombstones(deps, generation);
    this.size = new BatchSize(deps.settings);
  }

  /** Ends the current subscription; the role begins anew, and the log is followed on. */
  interrupt(): void {
    this.interruption.abort();
  }

  lagSeconds(): number {
    return this.progress.lagSeconds();
  }

  /** Runs until the signal, or until the role's work is done. Never throws: an outage is tried again. */
  async run(signal: AbortSignal): Promise<void> {
    let wait = this.deps.settings.retryMs;
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        if (await this.hold(signal)) return;
      } catch (error) {
        if (error instanceof RunnerEnded) return;
        this.report(error);
      }
      if (performance.now() - startedAt > this.deps.settings.retryMaxMs) wait = this.deps.settings.retryMs;
      await pause(wait, signal);
      wait = Math.min(wait * 2, this.deps.settings.retryMaxMs);
    }
  }

  private report(error: unknown): void {
    const { name } = this.generation.projection;
    if (error instanceof LeaseLost) {
      this.deps.log.log(error.message);
      return;
    }
    this.deps.metrics.retried(name);
    this.deps.log.warn(`${name}: ${this.role.name} begins again: ${textOf(error)}`);
  }

  /** @returns true where the role's work is done */
  private async hold(signal: AbortSignal): Promise<boolean> {
    const { deps } = this;
    const leaseDeps = { ...deps, records: generationRecords(deps.store) };
    const lease = await acquireLease(leaseDeps, this.id, `${deps.owner}/${this.id}`, signal);
    if (lease === undefined) return true;
    const ending = new AbortController();
    const held = AbortSignal.any([signal, ending.signal]);
    const beating = deps.exclusive ? Promise.resolve() : this.beat(lease, ending, held);
    this.board.holdHere(this.id, true);
    try {
      await createIndexes(collectionsOf(deps.store, this.generation), this.generation.projection);
      return await this.followOn(lease, held);
    } finally {
      this.progress.interrupted();
      this.board.holdHere(this.id, false);
      ending.abort();
      await beating;
      await this.letGo(lease);
    }
  }

  private async followOn(lease: Lease, held: AbortSignal): Promise<boolean> {
    while (!held.aborted) {
      this.interruption = new AbortController();
      const signal = AbortSignal.any([held, this.interruption.signal]);
      await this.role.begin(lease, this.folder);
      if (await this.follow(lease, signal)) return true;
      if (!signal.aborted) throw new Error('the subscription ended by itself');
    }
    return false;
  }

  private async follow(lease: Lease, signal: AbortSignal): Promise<boolean> {
    const { prefixes } = this.generation.projection;
    // All that is in the log now has been handed out when the subscription says that it has caught up.
    const head = (await this.deps.events.head()) ?? '';
    this.tell(lease, lease.position ?? '');
    const items = this.deps.events.subscribe({
      prefixes,
      signal,
      batchSize: this.deps.settings.batchSize,
      ...(lease.position !== null && { after: lease.position as Position }),
    });
    for await (const item of items) {
      const startedAt = performance.now();
      await this.take(item, lease, head);
      if (item.kind === 'events') await this.gather(item.events.length, startedAt, signal);
      await this.tombstones.purge(() => lease.guard());
      if (await this.role.settled(lease, item.kind === 'caught-up')) return true;
      if (signal.aborted) return false;
    }
    return false;
  }

  private async take(item: SubscriptionItem, lease: Lease, head: string): Promise<void> {
    if (item.kind === 'events') {
      for (const events of this.size.slices(item.events)) await this.fold(events, lease);
      return;
    }
    if (item.kind === 'caught-up') {
      this.progress.reachedEnd();
      await this.reach(head, lease);
      await this.sayHowFar(lease);
    } else await this.reach(item.position, lease);
  }

  /** Many small batches cost more than a few: after one that is not full, the next may fill for a moment. */
  private async gather(events: number, startedAt: number, signal: AbortSignal): Promise<void> {
    const { batchSize, gatherMs } = this.deps.settings;
    const left = gatherMs - (performance.now() - startedAt);
    if (events < batchSize && left > 0) await pause(left, signal);
  }

  /** A place beyond the last event that concerns the projection. */
  private async reach(position: string, lease: Lease): Promise<void> {
    if (position > (lease.position ?? '')) await this.moveTo(position, lease.applied, lease);
    this.tell(lease, position);
  }

  /** Who is alone needs no beat: under load the end is reached again and again, and a write each time is dear. */
  private async sayHowFar(lease: Lease): Promise<void> {
    const { caughtUp, lagSeconds } = this.progress.state();
    if (this.deps.exclusive && lease.caughtUp === caughtUp && lease.lagSeconds === lagSeconds) return;
    await lease.beat({ caughtUp, lagSeconds });
  }

  private async fold(events: readonly StoredEvent[], lease: Lease): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    this.progress.begins(events);
    await this.size.timed(() =>
      this.folder.fold(events, {
        parked: new Map(lease.parked.map(({ stream, revision }) => [stream, revision])),
        guard: () => lease.guard(),
        poison: (poison) => this.role.poison(lease, poison),
      }),
    );
    this.progress.ends(last);
    // Readers need the documents, not the checkpoint: it would cost them another write.
    this.tell(lease, last.position, last.position);
    await this.moveTo(last.position, last.position, lease);
  }

  private async moveTo(position: string, applied: string | null, lease: Lease): Promise<void> {
    await lease.guard();
    await lease.checkpoint({ position, applied, ...this.progress.state() });
  }

  private tell(lease: Lease, position: string, applied = lease.applied): void {
    const parked = new Set(lease.parked.map(({ stream }) => stream));
    this.board.advance(this.id, { position, applied: applied ?? '', parked });
  }

  /** Keeps the lease while a batch takes its time; ends the holding where it is lost or cannot be kept. */
  private async beat(lease: Lease, ending: AbortController, held: AbortSignal): Promise<void> {
    for (;;) {
      await pause(this.deps.settings.beatMs, held);
      if (held.aborted) return;
      try {
        await lease.beat(this.progress.state());
      } catch (error) {
        if (error instanceof LeaseLost || lease.age > this.deps.settings.leaseMs) ending.abort();
      }
    }
  }

  private async letGo(lease: Lease): Promise<void> {
    try {
      await lease.release();
    } catch {
      // It ends by itself, or has ended.
    }
  }
}

/** Errors of the stores name operations, never content; others are named by their class alone. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return error.name === 'Error' || error.name.endsWith('Unavailable') || error.name === 'DeadlineExceeded'
    ? `${error.name}: ${error.message}`
    : error.name;
}
