import { type Databases, type Document } from '../../../src/platform/documents/documents.js';
import { needlesOfSecret, type Needles } from './needles.js';

interface StoredKey extends Document {
  readonly box: string;
  readonly wraps?: Readonly<Record<string, string>>;
}

/** The wrapped keys of messages, drafts and uploads, as they are stored, by name. */
export async function storedKeys(databases: Databases): Promise<ReadonlyMap<string, Needles>> {
  const records = databases.database('content').collection<StoredKey>('keys');
  const found = await records.find({ _id: { $gte: 'a', $lt: 'z' } }).toArray();
  return new Map(
    found
      .filter(({ _id }) => /^(?:message|draft|upload):/.test(_id))
      .map(({ _id, box, wraps }) => {
        const secrets = [box, ...Object.values(wraps ?? {})];
        return [_id, new Map(secrets.flatMap((secret) => [...needlesOfSecret(secret)]))];
      }),
  );
}

/** All of them together. */
export const together = (keys: Iterable<Needles>): Needles => new Map([...keys].flatMap((one) => [...one]));
