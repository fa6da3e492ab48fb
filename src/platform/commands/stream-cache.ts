import { AgingCache } from '../time/aging-cache.js';
import { type Clock } from '../time/clock.js';
import { type FoldedStream } from './folded-stream.js';

/** What a stream costs beside its events, counted as events: many short ones would take far more than few long ones. */
const STREAM_COST = 8;

/**
 * Folded states of streams used lately. Each is dropped `maxAgeMs` after it was first read, however hot it is:
 * names decrypted into it must not outlive their key (an unwrapped key is cached no longer either).
 */
export class StreamCache {
  private readonly entries: AgingCache<CachedStream>;
  /** When a stream was read from its start, by the map of revisions that all states folded on top of that share. */
  private readonly readAt = new WeakMap<ReadonlyMap<string, number>, number>();
  /** How often something was forgotten: what was being read meanwhile may hold what had to go. */
  private forgotten = 0;

  constructor(
    private readonly clock: Clock,
    /** Events of all cached streams together, each stream counted as {@link STREAM_COST} more. */
    maxEvents: number,
    maxAgeMs: number,
  ) {
    // The clock tells whole milliseconds, and at `maxAgeMs` it is over.
    this.entries = new AgingCache(clock, maxAgeMs - 1, {
      maxSize: maxEvents,
      sizeCalculation: (entry) => entry.folded.revisions.size + STREAM_COST,
    });
  }

  /** Streams that are held. */
  get size(): number {
    return this.entries.size;
  }

  /** @param decider what the state was folded with: another one's state is of no use */
  get(stream: string, decider: object): FoldedStream<unknown> | undefined {
    const entry = this.entries.get(stream);
    if (entry?.decider === decider) return entry.folded;
    this.entries.delete(stream);
    return undefined;
  }

  /** To be drawn before a stream is read, and shown when it is kept. */
  ticket(): CacheTicket {
    return { forgotten: this.forgotten, readAt: this.clock.now().getTime() };
  }

  /** Keeps it where it is further than what is there, and nothing was forgotten since the ticket was drawn. */
  keep(stream: string, decider: object, folded: FoldedStream<unknown>, ticket: CacheTicket): void {
    if (folded.revision < 0 || ticket.forgotten !== this.forgotten) return;
    const entry = this.entries.get(stream);
    if (entry?.decider === decider && entry.folded.revision >= folded.revision) return;
    const readAt = this.readAt.get(folded.revisions) ?? ticket.readAt;
    this.readAt.set(folded.revisions, readAt);
    this.entries.set(stream, { decider, folded }, { start: readAt });
  }

  forget(stream: string): void {
    this.forgotten += 1;
    this.entries.delete(stream);
  }

  close(): void {
    this.entries.close();
  }
}

export interface CacheTicket {
  readonly forgotten: number;
  /** Milliseconds of the clock. */
  readonly readAt: number;
}

interface CachedStream {
  readonly decider: object;
  readonly folded: FoldedStream<unknown>;
}
