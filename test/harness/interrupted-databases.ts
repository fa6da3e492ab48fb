import {
  type BulkOperation,
  type BulkResult,
  type Databases,
  type Document,
  type Documents,
  type DocumentStore,
} from '../../src/platform/documents/documents.js';

/**
 * The databases, with `before` awaited before each single write: a bulk write goes through operation by operation, so
 * that it can be cut off between any two. Whoever throws there cuts it off.
 */
export function interruptedDatabases(databases: Databases, before: () => Promise<void>): Databases {
  const collectionOf = <T extends Document>(inner: Documents<T>): Documents<T> => ({
    name: inner.name,
    find: (filter, options) => inner.find(filter, options),
    findOne: (filter, options) => inner.findOne(filter, options),
    countDocuments: (filter, options) => inner.countDocuments(filter, options),
    createIndexes: (indexes) => inner.createIndexes(indexes),
    drop: () => inner.drop(),
    bulkWrite: async (operations) => oneByOne(inner, operations, before),
  });
  const storeOf = (inner: DocumentStore): DocumentStore => ({
    collection: (name) => collectionOf(inner.collection(name)),
    collections: () => inner.collections(),
    scrub: () => inner.scrub(),
    close: () => inner.close(),
  });
  return {
    database: (name) => storeOf(databases.database(name)),
    close: () => databases.close(),
  };
}

async function oneByOne<T extends Document>(
  inner: Documents<T>,
  operations: readonly BulkOperation<T>[],
  before: () => Promise<void>,
): Promise<BulkResult> {
  const total = { insertedCount: 0, matchedCount: 0, modifiedCount: 0, deletedCount: 0, upsertedCount: 0 };
  for (const operation of operations) {
    await before();
    const result = await inner.bulkWrite([operation]);
    for (const count of Object.keys(total) as (keyof BulkResult)[]) total[count] += result[count];
  }
  return total;
}
