import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type BulkOperation,
  type Document,
  type Filter,
  type IndexSpec,
  type Sort,
} from '../../src/platform/documents/documents.js';
import { EmbeddedStore } from '../../src/platform/documents/embedded/embedded-databases.js';
import { encodeKey } from '../../src/platform/documents/embedded/key-encoding.js';
import { compareValues } from '../../src/platform/documents/embedded/value-order.js';

interface Doc extends Document {
  readonly [member: string]: unknown;
}

/** Few values, so that documents agree often. */
const scalar = fc.constantFrom<unknown>(null, 1, 2, 'a', 'ab', '\uffee', '😀', true);
const inner = fc.record({ x: scalar, y: scalar }, { requiredKeys: [] });
const value = fc.oneof(
  scalar,
  fc.array(fc.oneof(scalar, inner), { maxLength: 3 }),
  fc.array(inner, { minLength: 1, maxLength: 3 }),
  fc.record({ x: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), y: scalar }),
);
const id = fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8');
const body = fc.record({ a: value, b: value, c: scalar }, { requiredKeys: [] });

const path = fc.constantFrom('a', 'b', 'c', 'a.x', 'a.y', 'a.x', 'a.y', '_id');
const condition = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.record({ $gt: scalar }),
  fc.record({ $gte: scalar, $lt: scalar }, { requiredKeys: ['$gte'] }),
  fc.record({ $lte: scalar, $ne: scalar }, { requiredKeys: ['$lte'] }),
  fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $all: fc.array(scalar, { minLength: 1, maxLength: 2 }) }),
  fc.record({ $exists: fc.boolean() }),
  fc.constantFrom(
    { $regex: '^a' },
    { $regex: '^ab?' },
    { $elemMatch: { x: 1, y: 1 } },
    { $elemMatch: { $gt: 0 } },
  ),
);
const fields: fc.Arbitrary<Filter> = fc.dictionary(path, condition, { maxKeys: 3 });
const filter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 2, arbitrary: fields },
  fc
    .tuple(fields, fc.array(fields, { minLength: 1, maxLength: 3 }))
    .map(([all, alternatives]) => ({ ...all, $or: alternatives })),
  fc.array(fields, { minLength: 1, maxLength: 2 }).map((all) => ({ $and: all })),
);
const direction = fc.constantFrom<1 | -1>(1, -1);
const sort: fc.Arbitrary<Sort> = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'a.x'), direction, {
  maxKeys: 2,
});
/** `_id` at the end makes the order one. */
const query = fc.record({ filter, sort, last: direction, skip: fc.nat(2), limit: fc.constantFrom(0, 1, 3) });

const indexes: fc.Arbitrary<IndexSpec[]> = fc
  .array(
    fc.record({
      key: fc.dictionary(fc.constantFrom('a', 'c', 'a.x', 'a.y', '_id'), direction, {
        minKeys: 1,
        maxKeys: 3,
      }),
      sparse: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((specs) => specs.map((spec, n) => ({ ...spec, name: `i${n}`, why: 'any' })));

const inserts = fc
  .array(body, { minLength: 8, maxLength: 8 })
  .map((bodies) => bodies.map((rest, n) => ({ insertOne: { document: { _id: `${n + 1}`, ...rest } } })));
const operation: fc.Arbitrary<BulkOperation<Doc>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(id, body).map(([_id, rest]) => ({ insertOne: { document: { _id, ...rest } } })),
  },
  fc.tuple(id, body).map(([_id, rest]) => ({
    replaceOne: { filter: { _id }, replacement: { _id, ...rest }, upsert: true },
  })),
  fc.tuple(id, value).map(([_id, a]) => ({ updateOne: { filter: { _id }, update: { $set: { a } } } })),
  fc.tuple(id, scalar).map(([_id, x]) => ({ updateOne: { filter: { _id }, update: { $push: { a: x } } } })),
  id.map((_id) => ({ deleteOne: { filter: { _id } } })),
);

describe('an index', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-index-'));
  const store = new EmbeddedStore(join(folder, 'test.db'));
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** What a run that failed has left would lead the search for a smaller one astray. */
  async function empty(name: string) {
    const documents = store.collection<Doc>(name);
    await documents.drop();
    return documents;
  }

  it('changes no answer, whatever the documents, their changes, the index and the query', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(inserts, fc.array(operation, { maxLength: 6 })).map((parts) => parts.flat()),
        indexes,
        fc.array(query, { minLength: 5, maxLength: 12 }),
        fc.boolean(),
        async (operations, specs, queries, early) => {
          const plain = await empty('plain');
          const indexed = await empty('indexed');
          if (early) await indexed.createIndexes(specs);
          for (const documents of [plain, indexed]) {
            await documents.bulkWrite(operations, { ordered: false }).catch(() => undefined);
          }
          // What an index of two arrays refuses makes the two differ by more than speed.
          const all = await plain.find({}, { sort: { _id: 1 } }).toArray();
          const same =
            JSON.stringify(all) === JSON.stringify(await indexed.find({}, { sort: { _id: 1 } }).toArray());
          const built =
            early ||
            (await indexed.createIndexes(specs).then(
              () => true,
              () => false,
            ));
          for (const one of same && built ? queries : []) {
            const options = { sort: { ...one.sort, _id: one.last }, skip: one.skip, limit: one.limit };
            const expected = await plain.find(one.filter, options).toArray();
            expect(await indexed.find(one.filter, options).toArray()).toEqual(expected);
            const count = await plain.countDocuments(one.filter);
            expect(await indexed.countDocuments(one.filter)).toBe(count);
            if (indexed.explain(one.filter, options.sort)?.index?.startsWith('i') === true) answered += 1;
          }
        },
      ),
      { numRuns: 300 },
    );
    // The property would hold of an index that is never asked.
    expect(answered).toBeGreaterThan(250);
  });
});

describe('an encoded key', () => {
  const values = fc.tuple(value, value);
  const sign = (order: number): number => Math.sign(order) + 0;
  const keyOf = (values: readonly unknown[], ...directions: readonly (1 | -1)[]) =>
    encodeKey(
      values,
      directions.map((one) => ({ direction: one })),
    );

  it('orders as its values do, field by field, in their directions', () => {
    fc.assert(
      fc.property(values, values, fc.tuple(direction, direction), (left, right, directions) => {
        const wanted =
          directions[0] * compareValues(left[0], right[0]) ||
          directions[1] * compareValues(left[1], right[1]);
        const order = Buffer.compare(keyOf(left, ...directions), keyOf(right, ...directions));
        expect(sign(order)).toBe(sign(wanted));
      }),
      { numRuns: 5_000 },
    );
  });

  it('orders any strings and numbers, one a prefix of the other included', () => {
    const text = fc.string({ unit: 'binary', maxLength: 6 });
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const any = fc.oneof(
      text,
      text.map((one) => `${one}\0`),
      number,
      fc.array(text, { maxLength: 2 }),
    );
    fc.assert(
      fc.property(any, any, text, direction, (left, right, next, way) => {
        const order = Buffer.compare(keyOf([left, next], way, 1), keyOf([right, next], way, 1));
        expect(sign(order)).toBe(sign(way * compareValues(left, right)));
      }),
      { numRuns: 5_000 },
    );
  });
});
