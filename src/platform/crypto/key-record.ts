import { DuplicateKey, BulkWriteFailed } from '../documents/documents.errors.js';
import { type Document, type Documents, type DocumentStore, type IndexSpec } from '../documents/documents.js';
import { type WrappedSecret } from './master-key.js';

/** One stored key with the contents it gives access to: collection `keys` of database `content`. */
export interface KeyRecord extends Document, WrappedSecret {
  /** Ids of the contents; absent where there are none. */
  readonly contents?: readonly string[];
  /** The keys of those contents, wrapped under this key, base64, by content id. */
  readonly wraps?: Readonly<Record<string, string>>;
}

/** `day:<YYYY-MM-DD>`, wrapped by the master key: collection `keys` of database `day-keys`. */
export interface DayKeyRecord extends Document, WrappedSecret {}

export const DAY_PREFIX = 'day:';

const keyIndexes: readonly IndexSpec[] = [
  {
    name: 'by-content',
    key: { contents: 1 },
    sparse: true,
    why: 'which keys still refer to a content: what no key refers to is deleted',
  },
  {
    name: 'by-wrapping-key',
    key: { under: 1 },
    why: 'the keys under one master key (rotation) or under the days that are over',
  },
];

export function keyRecords(store: DocumentStore): Documents<KeyRecord> {
  return store.collection<KeyRecord>('keys');
}

export function dayKeyRecords(store: DocumentStore): Documents<DayKeyRecord> {
  return store.collection<DayKeyRecord>('keys');
}

export async function createKeyIndexes(store: DocumentStore): Promise<void> {
  await keyRecords(store).createIndexes(keyIndexes);
}

/** Stores the document unless its id is taken; tells whether it did. */
export async function insertIfAbsent<T extends Document>(
  collection: Documents<T>,
  document: T,
): Promise<boolean> {
  try {
    await collection.bulkWrite([{ insertOne: { document } }]);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

function isDuplicate(error: unknown): boolean {
  if (error instanceof DuplicateKey) return true;
  return error instanceof BulkWriteFailed && error.failures.every((one) => one.error instanceof DuplicateKey);
}
