import { AgingCache } from '../time/aging-cache.js';
import { type Clock } from '../time/clock.js';
import { eraseSecret } from './aead.js';
import { type DataKey } from './keyring.js';

/** Unwrapped keys live no longer than this in memory. */
export const KEY_CACHE_MS = 60_000;

export interface CachedKey {
  readonly key: DataKey;
  readonly under: string;
  readonly wraps: Readonly<Record<string, string>>;
}

/**
 * Unwrapped keys by name, bounded in number and in age. It keeps copies of its own and hands out copies: what it
 * drops it overwrites, and an operation that still works with the key must not see that happen.
 */
export class KeyCache {
  private readonly entries: AgingCache<CachedKey>;
  private generation = 0;

  constructor(clock: Clock, maxEntries: number) {
    this.entries = new AgingCache(clock, KEY_CACHE_MS, {
      max: maxEntries,
      dispose: (entry) => eraseSecret(entry.key),
    });
  }

  get(name: string): CachedKey | undefined {
    const entry = this.entries.get(name);
    return entry && { ...entry, key: copyOfKey(entry.key) };
  }

  /**
   * To be drawn before keys are read from the store and given to {@link set} after: a key that was destroyed while
   * it was being read must not come back.
   */
  get token(): number {
    return this.generation;
  }

  set(token: number, name: string, entry: CachedKey): void {
    if (token !== this.generation) return;
    this.entries.set(name, { ...entry, key: copyOfKey(entry.key) });
  }

  delete(names: readonly string[]): void {
    this.generation++;
    for (const name of names) this.entries.delete(name);
  }

  clear(): void {
    this.generation++;
    this.entries.clear();
  }

  close(): void {
    this.clear();
    this.entries.close();
  }
}

/** In memory of its own, beside no other data, so that it can be overwritten. */
export function copyOfKey(key: Buffer): DataKey {
  const copy = Buffer.allocUnsafeSlow(key.length);
  key.copy(copy);
  return copy as DataKey;
}
