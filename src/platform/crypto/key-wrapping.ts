import { openBox, sealBox } from './aead.js';
import { type DayKeys } from './day-keys.js';
import { DAY_PREFIX, type KeyRecord } from './key-record.js';
import { type DataKey } from './keyring.js';
import { type MasterKeys, type WrappedSecret } from './master-key.js';

/** Wraps and unwraps keys under the master key or under the key of a day. */
export class KeyWrapping {
  constructor(
    private readonly master: MasterKeys,
    private readonly days: DayKeys,
  ) {}

  /**
   * Wraps the key and gives the wrap to `write`, whose answer is passed on.
   *
   * @param day `day:<YYYY-MM-DD>`; without it the master key wraps
   */
  async wrap<T>(
    name: string,
    key: Buffer,
    day: string | undefined,
    write: (wrapped: WrappedSecret) => Promise<T>,
  ): Promise<T> {
    if (day === undefined) return await this.master.wrap(name, key, write);
    return await write(await this.underDay(name, key, day));
  }

  async underDay(name: string, key: Buffer, day: string): Promise<WrappedSecret> {
    const dayKey = await this.days.ready(day);
    return { under: day, box: sealBox(dayKey, key, Buffer.from(name)).toString('base64') };
  }

  /**
   * The keys of the records, by name; those of days that are destroyed are left out.
   *
   * @throws BoxNotOpened, MasterKeyUnknown
   */
  async unwrap(records: readonly KeyRecord[]): Promise<ReadonlyMap<string, DataKey>> {
    const days = await this.days.find([...new Set(records.map(({ under }) => under).filter(isDay))]);
    const keys = new Map<string, DataKey>();
    for (const record of records) {
      const key = this.unwrapOne(record, days);
      if (key !== undefined) keys.set(record._id, key);
    }
    return keys;
  }

  private unwrapOne(record: KeyRecord, days: ReadonlyMap<string, DataKey>): DataKey | undefined {
    if (!isDay(record.under)) return this.master.unwrap(record._id, record) as DataKey;
    const day = days.get(record.under);
    if (day === undefined) return undefined;
    return openBox(day, Buffer.from(record.box, 'base64'), Buffer.from(record._id)) as DataKey;
  }
}

export function isDay(under: string): boolean {
  return under.startsWith(DAY_PREFIX);
}

/** The key of a content under the key of a holder: opens for this holder and this content alone. */
export function wrapContentKey(holder: string, holderKey: DataKey, content: string, key: DataKey): string {
  return sealBox(holderKey, key, contentBinding(holder, content)).toString('base64');
}

/** @throws BoxNotOpened */
export function unwrapContentKey(holder: string, holderKey: DataKey, content: string, wrap: string): DataKey {
  return openBox(holderKey, Buffer.from(wrap, 'base64'), contentBinding(holder, content)) as DataKey;
}

function contentBinding(holder: string, content: string): Buffer {
  return Buffer.from(`content\0${holder}\0${content}`);
}
