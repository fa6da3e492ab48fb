import { within } from '../concurrency/waiting.js';
import { type Document, type Documents, type Filter } from '../documents/documents.js';
import { type Clock } from '../time/clock.js';

/** What of a document says who may write it: one process at a time. */
export interface LeaseRecord extends Document {
  readonly owner: string | null;
  /** Raised at each change of owner: what an owner of before writes then finds nothing. */
  readonly token: number;
  /** Raised while the owner lives. */
  readonly beat: number;
}

/** Times in milliseconds. */
export interface LeaseSettings {
  /** Of one call to a store. */
  readonly deadlineMs: number;
  /** A lease that shows no beat for so long may be taken over. With {@link contendMs} it is 5 s at most. */
  readonly leaseMs: number;
  /** How often who waits for a lease looks at it. */
  readonly contendMs: number;
  /** A holder whose lease ended so long ago ends its process: it cannot be told what else of it was asleep. */
  readonly abandonMs: number;
}

export interface LeaseDeps<R extends LeaseRecord> {
  readonly records: Documents<R>;
  /** The machine's own clock: an offset of the service's clock is not the same in two processes. */
  readonly clock: Clock;
  readonly settings: LeaseSettings;
  /** The holder of `DATA_DIR` is alone: it needs no beat. */
  readonly exclusive: boolean;
  /** Ends the process. */
  readonly exit: () => void;
}

/** Somebody else holds the lease now. */
export class LeaseLost extends Error {
  constructor(readonly lease: string) {
    super(`the lease of ${lease} is another runner's`);
    this.name = 'LeaseLost';
  }
}

/**
 * The right to do what one process at a time may do, with what must be lost together with it (a checkpoint): every
 * write is a compare-and-set on owner and token. Taken by `acquireLease`.
 */
export class Lease<R extends LeaseRecord> {
  private confirmedAt: number;

  constructor(
    private readonly deps: LeaseDeps<R>,
    private held: R,
  ) {
    this.confirmedAt = deps.clock.now().getTime();
  }

  /** As it was last written. */
  get record(): R {
    return this.held;
  }

  /** Milliseconds since the lease was last known to be ours. */
  get age(): number {
    return this.deps.clock.now().getTime() - this.confirmedAt;
  }

  /** Before every write that the lease is about: one who slept looks first. @throws LeaseLost */
  async guard(): Promise<void> {
    const { exclusive, settings } = this.deps;
    if (exclusive || this.age <= settings.leaseMs) return;
    if (this.age > settings.abandonMs) throw this.lost();
    await this.set({});
  }

  /**
   * Shows that the owner lives, and writes what changed.
   *
   * @param also what must stand in the document besides, to be written
   * @throws LeaseLost
   */
  async set(changed: Partial<R>, also: Filter = {}): Promise<void> {
    await this.change(also, {
      $inc: { beat: 1 },
      ...(Object.keys(changed).length > 0 && { $set: changed }),
    });
    this.held = { ...this.held, ...changed };
  }

  /** The next one need not wait. @throws LeaseLost */
  async release(): Promise<void> {
    await this.change({}, { $set: { owner: null } });
  }

  private async change(also: Filter, update: Filter): Promise<void> {
    const { _id, owner, token } = this.held;
    const sentAt = this.deps.clock.now().getTime();
    const { matchedCount } = await within(
      this.deps.settings.deadlineMs,
      'write of a lease',
      this.deps.records.bulkWrite([{ updateOne: { filter: { _id, owner, token, ...also }, update } }]),
    );
    if (matchedCount !== 1) throw this.lost();
    this.confirmedAt = sentAt;
  }

  private lost(): LeaseLost {
    const { exclusive, settings, exit } = this.deps;
    if (!exclusive && this.age > settings.abandonMs) exit();
    return new LeaseLost(this.held._id);
  }
}
