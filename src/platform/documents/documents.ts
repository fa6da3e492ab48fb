/** A document of a collection: what JSON can hold (instants as ISO 8601 strings), with a string `_id`. */
export interface Document {
  readonly _id: string;
}

/** MongoDB's own filter language, as far as the contract suite exercises it. */
export type Filter = Readonly<Record<string, unknown>>;
/** MongoDB's own update operators ($set, $unset, $inc, $push, $pull, $addToSet, $setOnInsert, $min, $max). */
export type Update = Readonly<Record<string, unknown>>;
export type Sort = Readonly<Record<string, 1 | -1>>;

/** An index, and the query that needs it: nobody keeps an index whose reason is forgotten. */
export interface IndexSpec {
  readonly name: string;
  readonly key: Sort;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  /** The query that this index answers, in words. */
  readonly why: string;
}

export interface FindOptions {
  readonly sort?: Sort;
  readonly skip?: number;
  readonly limit?: number;
  readonly projection?: Readonly<Record<string, 0 | 1>>;
}

export interface Cursor<T> extends AsyncIterable<T> {
  toArray(): Promise<T[]>;
}

export type BulkOperation<T extends Document> =
  | { readonly insertOne: { readonly document: T } }
  | { readonly replaceOne: { readonly filter: Filter; readonly replacement: T; readonly upsert?: boolean } }
  | { readonly updateOne: { readonly filter: Filter; readonly update: Update; readonly upsert?: boolean } }
  | { readonly updateMany: { readonly filter: Filter; readonly update: Update } }
  | { readonly deleteOne: { readonly filter: Filter } }
  | { readonly deleteMany: { readonly filter: Filter } };

export interface BulkResult {
  readonly insertedCount: number;
  readonly matchedCount: number;
  readonly modifiedCount: number;
  readonly deletedCount: number;
  readonly upsertedCount: number;
}

/**
 * The part of the MongoDB driver's `Collection` that we use, with MongoDB's own filters and updates. Every
 * adapter passes `test/contract/documents.contract.ts`, which is the definition.
 *
 * No transactions, and none needed: each operation of a `bulkWrite` is atomic by itself, all of them are durable
 * before it answers. Strings are ordered by their UTF-8 bytes, as MongoDB orders them without a collation.
 *
 * Errors: {@link DuplicateKey}, {@link BulkWriteFailed}, {@link DocumentsUnavailable}.
 */
export interface Documents<T extends Document = Document> {
  readonly name: string;
  find(filter: Filter, options?: FindOptions): Cursor<T>;
  findOne(filter: Filter, options?: Pick<FindOptions, 'sort' | 'projection'>): Promise<T | null>;
  /** Counts to `limit` at most, where one is given. */
  countDocuments(filter: Filter, options?: { readonly limit?: number }): Promise<number>;
  /**
   * In order unless `ordered: false`. An ordered run stops at the first operation that fails; an unordered one
   * carries out the others; both then throw {@link BulkWriteFailed} naming the operations by index.
   */
  bulkWrite(
    operations: readonly BulkOperation<T>[],
    options?: { readonly ordered?: boolean },
  ): Promise<BulkResult>;
  /** Makes the indexes that are not there yet; one of the same name and another key is made anew. */
  createIndexes(indexes: readonly IndexSpec[]): Promise<void>;
  /** Removes the collection with its indexes; one that does not exist is no error. */
  drop(): Promise<void>;
}

/** One database: a file of the embedded engine, a database of MongoDB. */
export interface DocumentStore {
  collection<T extends Document>(name: string): Documents<T>;
  /** Names of the collections that hold something or have indexes. */
  collections(): Promise<string[]>;
  /**
   * Makes what was deleted unreadable in the engine's own files, as far as the engine can (embedded: the write-ahead
   * log is emptied into a file with `secure_delete`, and what moved rows left in its pages is overwritten; MongoDB:
   * nothing to do).
   */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The databases of the service, kept apart because they live and are backed up apart.
 * `day-keys` is never backed up with the others (KEYS_MONGODB_URL).
 */
export type DatabaseName = 'read-models' | 'content' | 'day-keys' | 'sessions' | 'idempotency' | 'policies';

/** Opens the databases by name; the same name answers the same store. */
export interface Databases {
  database(name: DatabaseName): DocumentStore;
  close(): Promise<void>;
}

/** Nest's injection token of the {@link Databases}. */
export const DATABASES = Symbol('Databases');
