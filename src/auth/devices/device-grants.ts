import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { endOf } from '../../accounts/decide-devices.js';
import { CLOCK, type Clock, SystemClock } from '../../platform/time/clock.js';
import { DeviceRecords, type GrantDocument } from './device-records.js';

/** A device's last use is written at most this often. */
const USED_EVERY_MS = 60_000;
/** Devices whose last use this process remembers; of others it asks the store. */
const REMEMBERED = 50_000;

/** What came of a refresh token. */
export type Turn =
  /** It is the newest: its successor is in force. */
  | 'turned'
  /** It is the one before, and nothing of its successor was ever used: the answer was lost. */
  | 'repeated'
  /** Its successor has been used, but it may have been asked for before: the request was long on its way. */
  | 'late'
  /** It was asked for after its successor had been used. */
  | 'reused'
  | 'unknown';

interface Use {
  readonly generation: number;
  readonly at: number;
}

/** Generations of refresh tokens, and the last use of each device. */
@Injectable()
export class DeviceGrants {
  private readonly uses = new LRUCache<string, Use>({ max: REMEMBERED });

  constructor(
    private readonly records: DeviceRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param replaced devices whose place this one takes: what they were given ends
   * @returns the first generation
   */
  async begin(device: string, replaced: readonly string[]): Promise<number> {
    const expiresAt = endOf({ pairedAt: this.clock.now().toISOString() });
    const document = {
      _id: device,
      generation: 1,
      confirmed: 0,
      confirmedAt: '',
      lastUsedAt: '',
      expiresAt,
    };
    await this.records.grants.bulkWrite([
      { insertOne: { document } },
      { deleteMany: { filter: { _id: { $in: replaced } } } },
    ]);
    return document.generation;
  }

  /**
   * A refresh token of this generation asks for its successor, which confirms that its own answer was not lost.
   *
   * @param signedAfter before when the device cannot have asked, in milliseconds of the machine's clock
   */
  async turn(device: string, generation: number, signedAfter: number): Promise<Turn> {
    const filter = { _id: device, generation };
    const next = { generation: generation + 1 };
    const { matchedCount } = await this.records.grants.bulkWrite([
      {
        updateOne: {
          filter: { ...filter, confirmed: { $lt: generation } },
          update: { $set: { ...next, ...confirmedNow(generation) } },
        },
      },
      { updateOne: { filter, update: { $set: next } } },
    ]);
    if (matchedCount === 1) return 'turned';
    const found = await this.records.grants.findOne({ _id: device });
    if (found === null || found.generation < generation) return 'unknown';
    if (found.generation === generation + 1 && found.confirmed <= generation) return 'repeated';
    // Of one still older the request would have to be on its way for as long as two tokens last.
    const isLate = found.confirmed === generation + 1 && signedAfter < Date.parse(found.confirmedAt);
    return isLate ? 'late' : 'reused';
  }

  /**
   * Notes a call with an access token of this generation: once a minute at most, and at once where it is the first of
   * its generation. What was asked for is answered although this cannot be written.
   */
  async use(device: string, generation: number): Promise<void> {
    const now = this.clock.now();
    const known = this.uses.get(device);
    const minuteAgo = now.getTime() - USED_EVERY_MS;
    if (known !== undefined && known.generation >= generation && known.at > minuteAgo) return;
    const lastUsedAt = now.toISOString();
    const unconfirmed = { _id: device, confirmed: { $lt: generation } };
    const longUnused = { _id: device, lastUsedAt: { $lte: new Date(minuteAgo).toISOString() } };
    try {
      await this.records.grants.bulkWrite([
        {
          updateOne: { filter: unconfirmed, update: { $set: { lastUsedAt, ...confirmedNow(generation) } } },
        },
        { updateOne: { filter: longUnused, update: { $set: { lastUsedAt } } } },
      ]);
      this.uses.set(device, { generation, at: now.getTime() });
    } catch {
      // The next call notes it.
    }
  }

  /** The last use of each of the devices that was ever used. */
  async lastUses(devices: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.records.grants.find({ _id: { $in: devices } }).toArray();
    return new Map(found.flatMap(({ _id, lastUsedAt }) => (lastUsedAt === '' ? [] : [[_id, lastUsedAt]])));
  }

  async end(device: string): Promise<void> {
    await this.records.grants.bulkWrite([{ deleteOne: { filter: { _id: device } } }]);
  }
}

/** The machine's, as the time of a proof is: the demonstration may shift the service's own. */
const machine = new SystemClock();

const confirmedNow = (confirmed: number): Pick<GrantDocument, 'confirmed' | 'confirmedAt'> => ({
  confirmed,
  confirmedAt: machine.now().toISOString(),
});
