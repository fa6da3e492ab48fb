import { describe, expect, it } from 'vitest';
import { type ContractContext, type Doc, failureOf, updated } from './contract-context.js';

type Members = Readonly<Record<string, unknown>>;

/** Before, update, after; without `_id`. */
const cases: readonly [before: Members, update: Members, after: Members][] = [
  [{ a: 1 }, { $set: { a: 2, b: 'x' } }, { a: 2, b: 'x' }],
  [{}, { $set: { 'a.b.c': 1, 'a.d': 2 } }, { a: { b: { c: 1 }, d: 2 } }],
  [{ a: { b: 1, c: 2 } }, { $set: { 'a.b': null } }, { a: { b: null, c: 2 } }],
  [{ a: [1, 2, 3] }, { $set: { 'a.1': 9 } }, { a: [1, 9, 3] }],
  [{ a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
  [{ a: [{ b: 1 }] }, { $set: { 'a.0.b': 2 } }, { a: [{ b: 2 }] }],
  [{}, { $set: { 'a.0': 1 } }, { a: { 0: 1 } }],
  [{ a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }],
  [{ a: { b: 1, c: 2 } }, { $unset: { 'a.b': '', 'x.y': '' } }, { a: { c: 2 } }],
  [{ a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
  [{ n: 1 }, { $inc: { n: 2, m: -1, 'o.p': 0.5 } }, { n: 3, m: -1, o: { p: 0.5 } }],
  [{ n: 2147483647 }, { $inc: { n: 1 } }, { n: 2147483648 }],
  [{ n: 5 }, { $min: { n: 3 } }, { n: 3 }],
  [{ n: 5 }, { $min: { n: 7, m: 1 } }, { n: 5, m: 1 }],
  [{ n: 5 }, { $max: { n: 7 } }, { n: 7 }],
  [{ s: '\uffee' }, { $max: { s: '😀' } }, { s: '😀' }],
  [{ v: 5 }, { $max: { v: 'a' } }, { v: 'a' }],
  [{ v: 5 }, { $min: { v: 'a' } }, { v: 5 }],
  [{}, { $push: { a: 1 } }, { a: [1] }],
  [{ a: [1] }, { $push: { a: [2] } }, { a: [1, [2]] }],
  [{ a: [1] }, { $push: { a: { $each: [3, 2] } } }, { a: [1, 3, 2] }],
  [{ a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, { a: [2, 3] }],
  [{ a: [1, 2] }, { $push: { a: { $each: [3], $position: 0 } } }, { a: [3, 1, 2] }],
  [{ o: { a: [] } }, { $push: { 'o.a': { b: 1 } } }, { o: { a: [{ b: 1 }] } }],
  [{ a: [1, 2] }, { $addToSet: { a: 2 } }, { a: [1, 2] }],
  [{ a: [1, 2] }, { $addToSet: { a: { $each: [2, 3, 3] } } }, { a: [1, 2, 3] }],
  [{ a: [{ b: 1 }] }, { $addToSet: { a: { b: 1 } } }, { a: [{ b: 1 }] }],
  [{}, { $addToSet: { a: { b: 1 } } }, { a: [{ b: 1 }] }],
  [{ a: [1, 2, 1, 3] }, { $pull: { a: 1 } }, { a: [2, 3] }],
  [{ a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
  [{ a: ['x', 'y', 'z'] }, { $pull: { a: { $in: ['x', 'z'] } } }, { a: ['y'] }],
  [{ a: [{ k: 1, v: 1 }, { k: 2 }] }, { $pull: { a: { k: 1 } } }, { a: [{ k: 2 }] }],
  [{ b: 1 }, { $pull: { a: 1 } }, { b: 1 }],
  [{ a: 1 }, { $setOnInsert: { a: 2 }, $set: { b: 1 } }, { a: 1, b: 1 }],
  [
    { a: 1, list: [1], n: 1 },
    { $set: { a: 2 }, $inc: { n: 1 }, $push: { list: 2 } },
    { a: 2, list: [1, 2], n: 2 },
  ],
  [{ a: 1 }, { $set: { a: '$b', c: { d: '$$ROOT' } } }, { a: '$b', c: { d: '$$ROOT' } }],
];

/** Before, and an update that it does not allow. */
const refused: readonly [before: Members, update: Members][] = [
  [{ a: 'x' }, { $inc: { a: 1 } }],
  [{ a: null }, { $inc: { a: 1 } }],
  [{ a: 1 }, { $push: { a: 1 } }],
  [{ a: 1 }, { $addToSet: { a: 1 } }],
  [{ a: 1 }, { $pull: { a: 1 } }],
  [{ a: 1 }, { $set: { 'a.b': 1 } }],
  [{ a: [1] }, { $set: { 'a.b': 1 } }],
  [{ a: 1 }, { $set: { _id: 'other' } }],
];

export function updateCases(context: ContractContext): void {
  describe('update', () => {
    for (const [before, update, after] of cases) {
      context.check(`${JSON.stringify(before)} by ${JSON.stringify(update)}`, async () => {
        expect(await updated(context, { _id: 'd', ...before }, update)).toStrictEqual({ _id: 'd', ...after });
      });
    }

    const refuses = (before: Members, update: Members) => async (): Promise<void> => {
      const documents = await context.holding({ _id: 'd', ...before });
      const write = documents.bulkWrite([{ updateOne: { filter: { _id: 'd' }, update } }]);
      expect((await failureOf(write)).failures.map((failure) => failure.index)).toEqual([0]);
      expect(await documents.findOne({})).toStrictEqual({ _id: 'd', ...before });
    };
    for (const [before, update] of refused) {
      const name = `${JSON.stringify(before)} refuses ${JSON.stringify(update)}, and stays`;
      context.check(name, refuses(before, update));
    }

    it('tells an update that changed nothing', async () => {
      const documents = await context.holding({ _id: 'd', a: 1 });
      const update = { updateOne: { filter: { _id: 'd' }, update: { $set: { a: 1 } } } };
      expect(await documents.bulkWrite([update])).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
    });

    it('does not touch what it was given', async () => {
      const documents = context.fresh();
      const filter = { _id: 'd', list: { $eq: [1] } };
      const update = { $push: { other: 1 }, $set: { o: { p: [1] } } };
      const copy = structuredClone({ filter, update });
      await documents.bulkWrite([{ updateOne: { filter, update, upsert: true } }]);
      await documents.bulkWrite([
        { updateOne: { filter: { _id: 'd' }, update: { $push: { list: 2, 'o.p': 2 } } } },
      ]);
      expect({ filter, update }).toStrictEqual(copy);
    });
  });

  describe('upsert by update', () => {
    const upserted = async (filter: Members, update: Members): Promise<Doc | null> => {
      const documents = context.fresh();
      const result = await documents.bulkWrite([{ updateOne: { filter, update, upsert: true } }]);
      expect(result).toMatchObject({ upsertedCount: 1, matchedCount: 0, modifiedCount: 0 });
      return documents.findOne({});
    };

    it('takes fields from the equalities of the filter', async () => {
      const filter = { _id: 'd', a: 1, 'o.p': { $eq: 'x' }, n: { $gt: 5 }, $and: [{ b: 2 }] };
      expect(await upserted(filter, { $set: { c: 3 } })).toStrictEqual({
        _id: 'd',
        a: 1,
        o: { p: 'x' },
        b: 2,
        c: 3,
      });
    });

    it('sets on insert only, and counts from nothing', async () => {
      const documents = context.fresh();
      const operation = {
        updateOne: {
          filter: { _id: 'd' },
          update: { $setOnInsert: { first: true }, $inc: { n: 1 } },
          upsert: true,
        },
      };
      await documents.bulkWrite([operation, operation, operation]);
      expect(await documents.findOne({})).toStrictEqual({ _id: 'd', first: true, n: 3 });
    });

    it('takes the _id from what it sets', async () => {
      expect(await upserted({ a: 1 }, { $setOnInsert: { _id: 'x' } })).toStrictEqual({ _id: 'x', a: 1 });
    });
  });
}
