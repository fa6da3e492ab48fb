import { LRUCache } from 'lru-cache';
import { type Clock } from './clock.js';

const PURGE_EVERY_MS = 15_000;

/** By number, or by size all told. */
type Bounds<V extends object> =
  LRUCache.OptionsMaxLimit<string, V, unknown> | LRUCache.OptionsSizeLimit<string, V, unknown>;

/** Entries used lately, none of them older than an age by the injected clock, however often it is used. */
export class AgingCache<V extends object> extends LRUCache<string, V> {
  private readonly purging: NodeJS.Timeout;

  /** @param ttl milliseconds; an entry that is older is given to nobody, and dropped a quarter of a minute later at most */
  constructor(clock: Clock, ttl: number, bounds: Bounds<V>) {
    const aging = { ttl, ttlResolution: 0, perf: { now: () => clock.now().getTime() } };
    super({ ...bounds, ...aging });
    // A process at rest must forget too. The timer keeps no process alive.
    this.purging = setInterval(() => this.purgeStale(), PURGE_EVERY_MS).unref();
  }

  close(): void {
    clearInterval(this.purging);
    this.clear();
  }
}
