import { type DocumentStore } from '../documents/documents.js';
import { type Randomness } from '../randomness/randomness.js';
import { parisDay } from '../time/paris-day.js';
import { KEY_BYTES } from './aead.js';
import { type KeyCache } from './key-cache.js';
import { DAY_PREFIX, dayKeyRecords, insertIfAbsent } from './key-record.js';
import { type DataKey } from './keyring.js';
import { type MasterKeys } from './master-key.js';

/** Name of the key of the day on which the instant lies in France. */
export function dayKeyName(instant: Date): string {
  return DAY_PREFIX + parisDay(instant);
}

/**
 * One key for each day, wrapped by the master key, in a database of its own that is backed up with nothing else.
 * What is wrapped under a day's key ends, in every copy and backup, with that key.
 */
export class DayKeys {
  private readonly making = new Map<string, Promise<DataKey>>();

  constructor(
    private readonly store: DocumentStore,
    private readonly master: MasterKeys,
    private readonly cache: KeyCache,
    private readonly randomness: Randomness,
  ) {}

  /** The day's key, made and durable where there is none yet. */
  async ready(name: string): Promise<DataKey> {
    const cached = this.cache.get(name);
    if (cached !== undefined) return cached.key;
    // Each minute many commands find the cache empty at once: one of them asks the store.
    const making = this.making.get(name) ?? this.make(name);
    this.making.set(name, making);
    try {
      return await making;
    } finally {
      this.making.delete(name);
    }
  }

  /** The keys of those days that still exist. */
  async find(names: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const found = new Map<string, DataKey>();
    const missing: string[] = [];
    for (const name of names) {
      const cached = this.cache.get(name);
      if (cached === undefined) missing.push(name);
      else found.set(name, cached.key);
    }
    if (missing.length === 0) return found;
    const token = this.cache.token;
    for await (const record of dayKeyRecords(this.store).find({ _id: { $in: missing } })) {
      const key = this.master.unwrap(record._id, record) as DataKey;
      found.set(record._id, key);
      this.cache.set(token, record._id, { key, under: record.under, wraps: {} });
    }
    return found;
  }

  /** Destroys the keys of the days before; tells how many there were. */
  async destroyBefore(name: string): Promise<number> {
    const result = await dayKeyRecords(this.store).bulkWrite([
      { deleteMany: { filter: { _id: { $gte: DAY_PREFIX, $lt: name } } } },
    ]);
    this.cache.clear();
    return result.deletedCount;
  }

  private async make(name: string): Promise<DataKey> {
    for (;;) {
      const present = (await this.find([name])).get(name);
      if (present !== undefined) return present;
      const key = this.randomness.bytes(KEY_BYTES);
      // Where another process was faster its key is the day's: the next round reads it.
      await this.master.wrap(name, key, (wrapped) =>
        insertIfAbsent(dayKeyRecords(this.store), { _id: name, ...wrapped }),
      );
    }
  }
}
