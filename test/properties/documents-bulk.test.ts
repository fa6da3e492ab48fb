import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BulkOperation, type Databases, type Document } from '../../src/platform/documents/documents.js';
import { BulkWriteFailed } from '../../src/platform/documents/documents.errors.js';
import { openTestDatabases } from '../harness/test-databases.js';

interface Doc extends Document {
  readonly n?: number;
}

/** Few ids and values, so that operations meet. */
const id = fc.integer({ min: 0, max: 11 }).map(String);
const n = fc.nat(3);
const upsert = fc.boolean();
const filter = fc.oneof(
  id.map((_id) => ({ _id })),
  fc.tuple(id, n).map(([_id, value]) => ({ _id, n: { $lt: value } })),
  n.map((value) => ({ n: value })),
);
const operation: fc.Arbitrary<BulkOperation<Doc>> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ _id: id, n }).map((document) => ({ insertOne: { document } })) },
  {
    weight: 6,
    arbitrary: fc.tuple(id, n, n, upsert).map(([_id, below, value, whole]) => ({
      replaceOne: {
        filter: whole ? { _id } : { _id, n: { $lte: below } },
        replacement: { _id, n: value },
        upsert: whole,
      },
    })),
  },
  fc.tuple(filter, upsert).map(([one, create]) => ({
    updateOne: { filter: one, update: { $inc: { n: 1 } }, upsert: create && '_id' in one && !('n' in one) },
  })),
  {
    weight: 1,
    arbitrary: n.map((one) => ({ updateMany: { filter: { n: one }, update: { $inc: { n: 1 } } } })),
  },
  filter.map((one) => ({ deleteOne: { filter: one } })),
  { weight: 1, arbitrary: n.map((one) => ({ deleteMany: { filter: { n: one } } })) },
);

describe('many operations in one call', () => {
  let databases: Databases;
  beforeAll(async () => {
    databases = await openTestDatabases();
  });
  afterAll(() => databases.close());

  /** Every second id is there. */
  const before = Array.from({ length: 6 }, (_, at) => ({
    insertOne: { document: { _id: String(2 * at), n: at % 4 } },
  }));

  async function outcome(name: string, calls: readonly (readonly BulkOperation<Doc>[])[]) {
    const documents = databases.database('content').collection<Doc>(name);
    await documents.drop();
    let failures = 0;
    for (const operations of [before, ...calls]) {
      await documents.bulkWrite(operations, { ordered: false }).catch((error: unknown) => {
        if (!(error instanceof BulkWriteFailed)) throw error;
        failures += error.failures.length;
      });
    }
    return { failures, all: await documents.find({}, { sort: { _id: 1 } }).toArray() };
  }

  it('come to what each of them in a call of its own comes to', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 8, maxLength: 100 }), async (operations) => {
        const together = await outcome('together', [operations]);
        expect(together).toEqual(
          await outcome(
            'apart',
            operations.map((one) => [one]),
          ),
        );
      }),
      { numRuns: 150 },
    );
  });
});
