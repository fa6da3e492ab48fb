import { LRUCache } from 'lru-cache';
import { type Clock } from '../time/clock.js';
import { type FoldedStream } from './folded-stream.js';

const PURGE_EVERY_MS = 15_000;

/**
 * Folded states of streams used lately. Each is dropped `maxAgeMs` after it was first read, however hot it is:
 * names decrypted into it must not outlive their key (an unwrapped key is cached no longer either).
 */
export class StreamCache {
  private readonly entries: LRUCache<string, CachedStream>;
  private readonly purging: NodeJS.Timeout;
  /** How often something was forgotten: what was being read meanwhile may hold what had to go. */
  private forgotten = 0;

  constructor(
    private readonly clock: Clock,
    /** Events of all cached streams together. */
    maxEvents: number,
    private readonly maxAgeMs: number,
  ) {
    this.entries = new LRUCache({
      maxSize: maxEvents,
      sizeCalculation: (entry) => entry.folded.revisions.size + 1,
      ttl: maxAgeMs,
      ttlResolution: 0,
      perf: { now: () => clock.now().getTime() },
    });
    // A process at rest must forget too. The timer keeps no process alive.
    this.purging = setInterval(() => this.entries.purgeStale(), PURGE_EVERY_MS).unref();
  }

  /** Streams that are held. */
  get size(): number {
    return this.entries.size;
  }

  /** @param decider what the state was folded with: another one's state is of no use */
  get(stream: string, decider: object): FoldedStream<unknown> | undefined {
    const entry = this.entries.get(stream);
    if (entry === undefined) return undefined;
    if (entry.decider === decider && this.clock.now().getTime() < entry.readAt + this.maxAgeMs) {
      return entry.folded;
    }
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
    const onTop = entry?.folded.revisions === folded.revisions;
    const readAt = onTop ? entry.readAt : ticket.readAt;
    this.entries.set(stream, { decider, folded, readAt }, { start: readAt });
  }

  forget(stream: string): void {
    this.forgotten += 1;
    this.entries.delete(stream);
  }

  close(): void {
    clearInterval(this.purging);
    this.entries.clear();
  }
}

export interface CacheTicket {
  readonly forgotten: number;
  readonly readAt: number;
}

interface CachedStream {
  readonly decider: object;
  readonly folded: FoldedStream<unknown>;
  /** Milliseconds of the clock when the stream was read from its start. */
  readonly readAt: number;
}
