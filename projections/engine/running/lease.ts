import { type Documents, type Update } from '../../../src/platform/documents/documents.js';
import { type Clock } from '../../../src/platform/time/clock.js';
import { type EngineSettings } from '../engine-settings.js';
import { type GenerationRecord, type ParkedStream } from '../records/generation-record.js';
import { within } from '../waiting.js';

/** Another runner has the generation now. */
export class LeaseLost extends Error {
  constructor(readonly generation: string) {
    super(`the lease of ${generation} is another runner's`);
    this.name = 'LeaseLost';
  }
}

export interface LeaseDeps {
  readonly records: Documents<GenerationRecord>;
  /** The machine's own clock: an offset of the service's clock is not the same in two processes. */
  readonly clock: Clock;
  readonly settings: EngineSettings;
  /** The holder of `DATA_DIR` is alone: it needs no beat. */
  readonly exclusive: boolean;
  /** Ends the process. */
  readonly exit: () => void;
}

export interface Progress {
  readonly position: string;
  readonly applied: string | null;
  readonly caughtUp: boolean;
  readonly lagSeconds: number;
}

/** The right to fill a generation. Every write of it is a compare-and-set on owner and token. */
export class Lease {
  private confirmedAt: number;

  constructor(
    private readonly deps: LeaseDeps,
    private record: GenerationRecord,
  ) {
    this.confirmedAt = deps.clock.now().getTime();
  }

  get generation(): string {
    return this.record._id;
  }

  get position(): string | null {
    return this.record.position;
  }

  get applied(): string | null {
    return this.record.applied;
  }

  get caughtUp(): boolean {
    return this.record.caughtUp;
  }

  get lagSeconds(): number {
    return this.record.lagSeconds;
  }

  get parked(): readonly ParkedStream[] {
    return this.record.parked;
  }

  /** How long ago the lease was last known to be ours. */
  get age(): number {
    return this.deps.clock.now().getTime() - this.confirmedAt;
  }

  /** Before every write of documents: one who slept looks first. @throws LeaseLost */
  async guard(): Promise<void> {
    const { exclusive, settings } = this.deps;
    if (exclusive || this.age <= settings.leaseMs) return;
    if (this.age > settings.abandonMs) throw this.lost();
    await this.beat();
  }

  /** @throws LeaseLost */
  async beat(state: Partial<Progress> = {}): Promise<void> {
    await this.change({}, { $inc: { beat: 1 }, ...(Object.keys(state).length > 0 && { $set: state }) });
    this.record = { ...this.record, ...state };
  }

  /** @throws LeaseLost */
  async checkpoint(progress: Progress): Promise<void> {
    await this.change({ position: this.record.position }, { $inc: { beat: 1 }, $set: { ...progress } });
    this.record = { ...this.record, ...progress };
  }

  /** Durable before anything is written without these events. @throws LeaseLost */
  async setParked(parked: readonly ParkedStream[]): Promise<void> {
    await this.change({}, { $inc: { beat: 1 }, $set: { parked } });
    this.record = { ...this.record, parked };
  }

  /** The next runner need not wait. */
  async release(): Promise<void> {
    await this.change({}, { $set: { owner: null } });
  }

  private async change(also: object, update: Update): Promise<void> {
    const { _id, owner, token } = this.record;
    const sentAt = this.deps.clock.now().getTime();
    const { matchedCount } = await within(
      this.deps.settings.deadlineMs,
      'write of a lease',
      this.deps.records.bulkWrite([{ updateOne: { filter: { _id, owner, token, ...also }, update } }]),
    );
    if (matchedCount !== 1) throw this.lost();
    this.confirmedAt = sentAt;
  }

  /** After an hour it cannot be told what else of the process has been asleep, and tombstones do not stay for ever. */
  private lost(): LeaseLost {
    const { exclusive, settings, exit } = this.deps;
    if (!exclusive && this.age > settings.abandonMs) exit();
    return new LeaseLost(this.generation);
  }
}
