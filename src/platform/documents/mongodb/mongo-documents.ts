import { type AnyBulkWriteOperation, type Collection, MongoServerError } from 'mongodb';
import {
  type BulkOperation,
  type BulkResult,
  type Cursor,
  type Document,
  type Documents,
  type Filter,
  type FindOptions,
  type IndexSpec,
} from '../documents.js';
import { type ExistingIndex, indexChanges } from '../index-changes.js';
import { assertFilter, assertOperations } from '../operands.js';
import { MongoCursor } from './mongo-cursor.js';
import { translated } from './mongo-errors.js';

/** What the driver knows of our documents: that their `_id` is a string. */
export interface MongoDocument {
  readonly _id: string;
}

const NO_SUCH_COLLECTION = 26;
/** Some servers say it without the code. */
const NO_SUCH_COLLECTION_MESSAGE = /ns not found/;

/** Documents fetched at a time; the server's own limit of 16 MB a batch holds as well. */
const BATCH = 500;

export interface CallLimits {
  /** Milliseconds that the server may take for one call. */
  readonly maxTimeMS: number;
  /** For what builds indexes. */
  readonly maxIndexTimeMS: number;
}

/** One collection of MongoDB. */
export class MongoDocuments<T extends Document> implements Documents<T> {
  readonly name: string;

  constructor(
    private readonly collection: Collection<MongoDocument>,
    private readonly limits: CallLimits,
  ) {
    this.name = collection.collectionName;
  }

  find(filter: Filter, options: FindOptions = {}): Cursor<T> {
    assertFilter(filter);
    const { maxTimeMS } = this.limits;
    return new MongoCursor<T>(this.name, () =>
      this.collection.find(filter, { ...options, maxTimeMS, batchSize: BATCH }),
    );
  }

  async findOne(filter: Filter, options: Pick<FindOptions, 'sort' | 'projection'> = {}): Promise<T | null> {
    const [first] = await this.find(filter, { ...options, limit: 1 }).toArray();
    return first ?? null;
  }

  async countDocuments(filter: Filter, options: { readonly limit?: number } = {}): Promise<number> {
    assertFilter(filter);
    const { maxTimeMS } = this.limits;
    return this.call('countDocuments', () =>
      this.collection.countDocuments(filter, { ...options, maxTimeMS }),
    );
  }

  async bulkWrite(
    operations: readonly BulkOperation<T>[],
    options: { readonly ordered?: boolean } = {},
  ): Promise<BulkResult> {
    assertOperations(operations);
    const { maxTimeMS } = this.limits;
    const { insertedCount, matchedCount, modifiedCount, deletedCount, upsertedCount } = await this.call(
      'bulkWrite',
      () =>
        this.collection.bulkWrite(operations as unknown as readonly AnyBulkWriteOperation<MongoDocument>[], {
          ordered: options.ordered !== false,
          maxTimeMS,
        }),
    );
    return { insertedCount, matchedCount, modifiedCount, deletedCount, upsertedCount };
  }

  async createIndexes(indexes: readonly IndexSpec[]): Promise<void> {
    const { maxIndexTimeMS: maxTimeMS } = this.limits;
    const { drop, create } = indexChanges(await this.existingIndexes(), indexes);
    for (const name of drop)
      await this.call('createIndexes', () => this.collection.dropIndex(name, { maxTimeMS }));
    if (create.length === 0) return;
    const descriptions = create.map(({ name, key, unique, sparse }) => ({
      name,
      key,
      ...(unique === true ? { unique } : {}),
      ...(sparse === true ? { sparse } : {}),
    }));
    // The driver sends no limit with this command: the socket's own holds.
    await this.call('createIndexes', () => this.collection.createIndexes(descriptions));
  }

  async drop(): Promise<void> {
    await this.call('drop', () =>
      unlessMissing(this.collection.drop({ maxTimeMS: this.limits.maxIndexTimeMS }), false),
    );
  }

  private async existingIndexes(): Promise<readonly ExistingIndex[]> {
    const { maxTimeMS } = this.limits;
    const found = await this.call('createIndexes', () =>
      unlessMissing(this.collection.listIndexes({ maxTimeMS }).toArray(), []),
    );
    return (found as { name: string; key: ExistingIndex['key']; unique?: boolean; sparse?: boolean }[])
      .filter((index) => index.name !== '_id_')
      .map(({ name, key, unique = false, sparse = false }) => ({ name, key, unique, sparse }));
  }

  private async call<R>(operation: string, work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      throw translated(this.name, operation, error);
    }
  }
}

async function unlessMissing<R>(answer: Promise<R>, otherwise: R): Promise<R> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof MongoServerError && tellsMissing(error)) return otherwise;
    throw error;
  }
}

function tellsMissing(error: MongoServerError): boolean {
  return error.code === NO_SUCH_COLLECTION || NO_SUCH_COLLECTION_MESSAGE.test(error.message);
}
