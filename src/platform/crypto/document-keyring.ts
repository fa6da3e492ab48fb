import { createHmac } from 'node:crypto';
import { type Databases, type Documents, type DocumentStore } from '../documents/documents.js';
import { type Randomness } from '../randomness/randomness.js';
import { type Clock } from '../time/clock.js';
import { KEY_BYTES } from './aead.js';
import { DayKeys, dayKeyName } from './day-keys.js';
import { type CachedKey, copyOfKey, KeyCache } from './key-cache.js';
import { createKeyIndexes, DAY_PREFIX, insertIfAbsent, type KeyRecord, keyRecords } from './key-record.js';
import { isDay, KeyWrapping, unwrapContentKey, wrapContentKey } from './key-wrapping.js';
import { type ContentKey, type DataKey, type Keyring, type NewKey } from './keyring.js';
import { KeyDestroyed } from './keyring.errors.js';
import { type MasterKeys } from './master-key.js';

const INDEX_KEY = 'index:streams';
/** Ids in one look-up or deletion. */
const BATCH = 500;
/** A key that is created while it is destroyed again and again by others is given up after so many rounds. */
const ROUNDS = 20;

export interface KeyringParts {
  readonly databases: Databases;
  readonly master: MasterKeys;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Unwrapped keys in memory at most; 50,000 by default. */
  readonly cacheEntries?: number;
}

/** A key that is stored, and the contents that this call has added to it. */
interface Held {
  readonly key: DataKey;
  readonly added: readonly ContentKey[];
}

/**
 * The {@link Keyring} over the documents port: one record a key, in database `content`, wrapped by the master key
 * or by the key of a day, which is in database `day-keys`.
 */
export class DocumentKeyring implements Keyring {
  private readonly store: DocumentStore;
  private readonly dayStore: DocumentStore;
  private readonly records: Documents<KeyRecord>;
  private readonly cache: KeyCache;
  private readonly days: DayKeys;
  private readonly wrapping: KeyWrapping;

  private constructor(private readonly parts: KeyringParts) {
    this.store = parts.databases.database('content');
    this.dayStore = parts.databases.database('day-keys');
    this.records = keyRecords(this.store);
    this.cache = new KeyCache(parts.clock, parts.cacheEntries ?? 50_000);
    this.days = new DayKeys(this.dayStore, parts.master, this.cache, parts.randomness);
    this.wrapping = new KeyWrapping(parts.master, this.days);
  }

  static async open(parts: KeyringParts): Promise<DocumentKeyring> {
    const keyring = new DocumentKeyring(parts);
    await createKeyIndexes(keyring.store);
    return keyring;
  }

  draw(): DataKey {
    return this.parts.randomness.bytes(KEY_BYTES) as DataKey;
  }

  async create(wanted: NewKey): Promise<DataKey> {
    // What this process knows is most often there still; what it does not know is most often new.
    let mayExist = this.cache.get(wanted.name) !== undefined;
    for (let round = 0; round < ROUNDS; round++) {
      const held = mayExist ? await this.join(wanted) : await this.insert(wanted);
      if (held !== undefined) {
        await this.confirmSources(wanted.name, held.added);
        return held.key;
      }
      mayExist = !mayExist;
    }
    throw new KeyDestroyed(wanted.name);
  }

  async find(names: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const found = new Map<string, DataKey>();
    const missing = new Set<string>();
    for (const name of names) {
      const cached = this.cache.get(name);
      if (cached === undefined) missing.add(name);
      else found.set(name, cached.key);
    }
    for (const batch of batches([...missing])) {
      for (const [name, entry] of await this.read(batch)) found.set(name, entry.key);
    }
    return found;
  }

  async contentKey(holder: string, content: string): Promise<DataKey | undefined> {
    const cached = this.cache.get(holder);
    const entry = cached?.wraps[content] === undefined ? (await this.read([holder])).get(holder) : cached;
    const wrap = entry?.wraps[content];
    if (entry === undefined || wrap === undefined) return undefined;
    return unwrapContentKey(holder, entry.key, content, wrap);
  }

  async release(holder: string, contents: readonly string[]): Promise<readonly string[]> {
    await this.withdraw(holder, contents);
    return this.unreferenced(contents);
  }

  async shred(names: readonly string[]): Promise<{ readonly orphans: readonly string[] }> {
    const contents = new Set<string>();
    for (const batch of batches(names)) {
      const filter = { _id: { $in: batch } };
      for await (const record of this.records.find(filter, { projection: { contents: 1 } })) {
        for (const content of record.contents ?? []) contents.add(content);
      }
      await this.records.bulkWrite([{ deleteMany: { filter } }]);
      this.cache.delete(batch);
    }
    return { orphans: await this.unreferenced([...contents]) };
  }

  async unreferenced(contents: readonly string[]): Promise<readonly string[]> {
    const orphans = new Set(contents);
    for (const batch of batches(contents)) {
      const holders = this.records.find({ contents: { $in: batch } }, { projection: { contents: 1 } });
      for await (const holder of holders) {
        for (const content of holder.contents ?? []) orphans.delete(content);
      }
    }
    return [...orphans];
  }

  async shredDaysBefore(instant: Date): Promise<number> {
    const today = dayKeyName(instant);
    const destroyed = await this.days.destroyBefore(today);
    await this.records.bulkWrite([{ deleteMany: { filter: { under: { $gte: DAY_PREFIX, $lt: today } } } }]);
    this.cache.clear();
    return destroyed;
  }

  async scrub(): Promise<void> {
    await Promise.all([this.store.scrub(), this.dayStore.scrub()]);
  }

  async keyedHash(purpose: string, value: string): Promise<string> {
    const cached = this.cache.get(INDEX_KEY)?.key;
    const key =
      cached ?? (await this.find([INDEX_KEY])).get(INDEX_KEY) ?? (await this.create({ name: INDEX_KEY }));
    return createHmac('sha256', key).update(`${purpose}\0${value}`).digest('hex');
  }

  /** Forgets every unwrapped key and ends the timer that does so; the databases stay open. */
  close(): void {
    this.cache.close();
  }

  private async insert(wanted: NewKey): Promise<Held | undefined> {
    const key = this.draw();
    const token = this.cache.token;
    const day = wanted.until && dayKeyName(wanted.until);
    const wraps = wrapsOf(wanted, key);
    const contents = Object.keys(wraps);
    const references = contents.length > 0 ? { contents, wraps } : {};
    return await this.wrapping.wrap(wanted.name, key, day, async (wrapped) => {
      const record: KeyRecord = { _id: wanted.name, ...wrapped, ...references };
      if (!(await insertIfAbsent(this.records, record))) return undefined;
      this.cache.set(token, wanted.name, { key, under: wrapped.under, wraps });
      return { key: copyOfKey(key), added: wanted.contents ?? [] };
    });
  }

  /** The key that is there, with the contents and the later day that are new; undefined when it went meanwhile. */
  private async join(wanted: NewKey): Promise<Held | undefined> {
    const held = (await this.read([wanted.name])).get(wanted.name);
    if (held === undefined) return undefined;
    const added = (wanted.contents ?? []).filter(({ content }) => held.wraps[content] === undefined);
    const change = await this.changeOf(held, { ...wanted, contents: added });
    if (change === undefined) return { key: held.key, added };
    this.cache.delete([wanted.name]);
    const filter = { _id: wanted.name, under: held.under };
    const result = await this.records.bulkWrite([{ updateOne: { filter, update: change } }]);
    return result.matchedCount === 0 ? undefined : { key: held.key, added };
  }

  private async changeOf(held: CachedKey, wanted: NewKey): Promise<Record<string, unknown> | undefined> {
    const set: Record<string, string> = {};
    const day = wanted.until && dayKeyName(wanted.until);
    if (day !== undefined && isDay(held.under) && held.under < day) {
      Object.assign(set, await this.wrapping.underDay(wanted.name, held.key, day));
    }
    const wraps = wrapsOf(wanted, held.key);
    for (const [content, wrap] of Object.entries(wraps)) set[`wraps.${content}`] = wrap;
    if (Object.keys(set).length === 0) return undefined;
    const contents = Object.keys(wraps);
    return contents.length === 0
      ? { $set: set }
      : { $set: set, $addToSet: { contents: { $each: contents } } };
  }

  private async confirmSources(name: string, added: readonly ContentKey[]): Promise<void> {
    const reached = added.filter(({ through }) => through !== undefined);
    if (reached.length === 0) return;
    const holders = [...new Set(reached.flatMap(({ through }) => through ?? []))];
    const records = await this.records.find({ _id: { $in: holders } }).toArray();
    const refersTo = new Map(records.map((record) => [record._id, record.contents ?? []]));
    const lost = reached.find(
      ({ content, through }) => !(refersTo.get(through ?? '') ?? []).includes(content),
    );
    if (lost?.through === undefined) return;
    await this.withdraw(
      name,
      reached.map(({ content }) => content),
    );
    throw new KeyDestroyed(lost.through);
  }

  private async withdraw(holder: string, contents: readonly string[]): Promise<void> {
    const $unset = Object.fromEntries(contents.map((content) => [`wraps.${content}`, '']));
    const update = { $pull: { contents: { $in: contents } }, $unset };
    await this.records.bulkWrite([{ updateOne: { filter: { _id: holder }, update } }]);
    this.cache.delete([holder]);
  }

  private async read(names: readonly string[]): Promise<ReadonlyMap<string, CachedKey>> {
    const token = this.cache.token;
    const records = await this.records.find({ _id: { $in: names } }).toArray();
    const keys = await this.wrapping.unwrap(records);
    const entries = new Map<string, CachedKey>();
    for (const { _id, under, wraps = {} } of records) {
      const key = keys.get(_id);
      if (key === undefined) continue;
      const entry = { key, under, wraps };
      this.cache.set(token, _id, entry);
      entries.set(_id, entry);
    }
    return entries;
  }
}

function wrapsOf(wanted: NewKey, key: DataKey): Record<string, string> {
  const wraps: Record<string, string> = {};
  for (const one of wanted.contents ?? []) {
    wraps[one.content] = wrapContentKey(wanted.name, key, one.content, one.key);
  }
  return wraps;
}

function* batches(names: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < names.length; start += BATCH) yield names.slice(start, start + BATCH);
}
