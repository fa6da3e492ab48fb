import { type Databases, type Document, type Documents } from '../documents/documents.js';
import { eraseSecret } from './aead.js';
import { dayKeyRecords, keyRecords } from './key-record.js';
import { MASTER_PREFIX, type MasterKey, type WrappedSecret } from './master-key.js';
import { sealingKeyRecords } from './sealing-keys.js';

interface WrappedRecord extends Document, WrappedSecret {}

const BATCH = 200;

export interface MasterKeyRotation {
  readonly databases: Databases;
  readonly from: MasterKey;
  readonly to: MasterKey;
}

/** Where secrets lie that the master key may wrap; each record's `_id` is the name of its secret. */
function masterWrapped(databases: Databases): readonly Documents<WrappedRecord>[] {
  return [
    keyRecords(databases.database('content')),
    sealingKeyRecords(databases),
    dayKeyRecords(databases.database('day-keys')),
  ];
}

/**
 * Wraps under `to` every secret that `from` wraps: keys of mailboxes, people and days, the index key, the sealing
 * keys. Each record changes at once, so that at every moment each secret opens with one of the two; cut off
 * anywhere, the same call goes on. Every process that makes keys must know `to` before, and wrap with it
 * (docs/decisions/0004-keys-and-destruction.md).
 *
 * @returns how many secrets were wrapped anew
 * @throws BoxNotOpened, DocumentsUnavailable
 */
export async function rotateMasterKey({ databases, from, to }: MasterKeyRotation): Promise<number> {
  let rewrapped = 0;
  for (const collection of masterWrapped(databases)) {
    for (;;) {
      const records = await collection.find({ under: from.under }, { limit: BATCH }).toArray();
      if (records.length === 0) break;
      await collection.bulkWrite(
        records.map((record) => ({
          updateOne: {
            filter: { _id: record._id, under: from.under },
            update: { $set: rewrap(record, from, to) },
          },
        })),
      );
      rewrapped += records.length;
    }
  }
  return rewrapped;
}

/**
 * The stored secrets' master keys that are not among those given: with one, what it wraps cannot be read. To be
 * asked at the start.
 */
export async function unknownMasterKey(
  databases: Databases,
  known: readonly string[],
): Promise<string | undefined> {
  const filter = { under: { $gte: MASTER_PREFIX, $lt: `${MASTER_PREFIX}~`, $nin: known } };
  for (const collection of masterWrapped(databases)) {
    const record = await collection.findOne(filter, { projection: { under: 1 } });
    if (record !== null) return record.under;
  }
  return undefined;
}

function rewrap(record: WrappedRecord, from: MasterKey, to: MasterKey): WrappedSecret {
  const secret = from.unwrap(record._id, record);
  try {
    return to.wrap(record._id, secret);
  } finally {
    eraseSecret(secret);
  }
}
