import { describe, expect, it } from 'vitest';
import { type Documents, type Filter, type Sort } from '../../../src/platform/documents/documents.js';
import { anIndex, type ContractContext, type Doc, idsOf, inserted } from './contract-context.js';

/** In MongoDB's order of types and values; those that are equal by _id. */
const ordered: readonly Doc[] = [
  { _id: 'a-empty-array', v: [] },
  { _id: 'b-missing' },
  { _id: 'b-null', v: null },
  { _id: 'c-minus-infinity-almost', v: -1e300 },
  { _id: 'c-negative', v: -1.5 },
  { _id: 'c-negative-less', v: -0.25 },
  { _id: 'd-zero', v: 0 },
  { _id: 'e-array-of-one', v: [1, 'z'] },
  { _id: 'e-small', v: 1.25 },
  { _id: 'f-ten', v: 10 },
  { _id: 'g-large', v: 9007199254740991 },
  { _id: 'h-empty', v: '' },
  { _id: 'i-nul', v: '\0' },
  { _id: 'j-upper', v: 'B' },
  { _id: 'k-lower', v: 'a' },
  { _id: 'k-lower-nul', v: 'a\0' },
  { _id: 'l-longer', v: 'aa' },
  { _id: 'm-accent', v: 'é' },
  { _id: 'o-astral', v: '😀' },
  { _id: 'p-object', v: {} },
  { _id: 'q-object-number', v: { b: 1 } },
  { _id: 'q-object-number-a', v: { b: 2 } },
  { _id: 'r-object-string', v: { a: 'x' } },
  { _id: 't-false', v: false },
  { _id: 'u-true', v: true },
];

const ids = ordered.map((document) => document._id);

/** Some order that is neither. */
const shuffled = [...ordered].sort((a, b) => (a._id.slice(2) < b._id.slice(2) ? -1 : 1));

async function withIndex(context: ContractContext, ...keys: Sort[]): Promise<Documents<Doc>> {
  const documents = context.fresh();
  if (keys.length > 0) await documents.createIndexes(keys.map((key) => anIndex(key)));
  await documents.bulkWrite(shuffled.map(inserted));
  return documents;
}

export function sortCases(context: ContractContext): void {
  describe('sort', () => {
    for (const [name, keys] of [
      ['without an index', []],
      ['with an index', [{ v: 1 }]],
      ['with a descending index', [{ v: -1, _id: -1 }]],
    ] as [string, Sort[]][]) {
      it(`orders types, then values: ${name}`, async () => {
        const documents = await withIndex(context, ...keys);
        expect(await idsOf(documents, {}, { sort: { v: 1, _id: 1 } })).toEqual(ids);
      });

      context.check(`orders strings by their UTF-8 bytes: ${name}`, async () => {
        const documents = context.fresh();
        if (keys.length > 0) await documents.createIndexes(keys.map((key) => anIndex(key)));
        const texts = ['a', 'é', '\u2028', '\ud7ff', '\ue000', '\uffee', '😀', '😀a', '\u{10ffff}'];
        await documents.bulkWrite([...texts].reverse().map((v) => inserted({ _id: `id ${v}`, v })));
        const wanted = texts.map((v) => `id ${v}`);
        expect(await idsOf(documents, {}, { sort: { v: 1 } })).toEqual(wanted);
        expect(await idsOf(documents, {}, { sort: { _id: -1 } })).toEqual([...wanted].reverse());
        expect(await idsOf(documents, { v: { $gt: '\uffee' } }, { sort: { v: 1 } })).toEqual(wanted.slice(6));
        expect(await idsOf(documents, { v: { $lt: '😀' } }, { sort: { v: 1 } })).toEqual(wanted.slice(0, 6));
        expect(await idsOf(documents, { _id: { $lt: 'id 😀' } }, { sort: { _id: 1 } })).toEqual(
          wanted.slice(0, 6),
        );
      });

      context.check(`orders an array in an array as an array: ${name}`, async () => {
        const documents = context.fresh();
        if (keys.length > 0) await documents.createIndexes(keys.map((key) => anIndex(key)));
        const values = [1, 's', { o: 1 }, [[0]], [[1]], [[1, 0]], true];
        await documents.bulkWrite(values.map((v, n) => inserted({ _id: `${n}`, v })));
        expect((await idsOf(documents, {}, { sort: { v: 1 } })).join('')).toBe('0123456');
      });
    }

    it('orders arrays by their greatest element where the order is descending', async () => {
      const documents = await context.holding(
        { _id: 'a', v: [1, 9] },
        { _id: 'b', v: 5 },
        { _id: 'c', v: [4, 6] },
        { _id: 'd', v: [] },
      );
      for (const indexed of [false, true]) {
        if (indexed) await documents.createIndexes([anIndex({ v: 1 })]);
        expect(await idsOf(documents, {}, { sort: { v: 1 } })).toEqual(['d', 'a', 'c', 'b']);
        expect(await idsOf(documents, {}, { sort: { v: -1 } })).toEqual(['a', 'c', 'b', 'd']);
      }
    });

    it('compares with operators within one type only', async () => {
      for (const keys of [[], [{ v: 1 as const }]]) {
        const documents = await withIndex(context, ...keys);
        const matching = async (condition: unknown): Promise<string[]> =>
          idsOf(documents, { v: condition }, { sort: { v: 1, _id: 1 } });
        expect(await matching({ $gt: 'm' })).toEqual(['e-array-of-one', 'm-accent', 'o-astral']);
        expect(await matching({ $gte: 'a', $lt: 'aa' })).toEqual(['k-lower', 'k-lower-nul']);
        expect(await matching({ $lt: 0 })).toEqual(ids.slice(3, 6));
        expect(await matching({ $gte: false })).toEqual(['t-false', 'u-true']);
        expect(await matching({ $regex: '^a' })).toEqual(['k-lower', 'k-lower-nul', 'l-longer']);
      }
    });

    it('sorts by several keys, in directions of their own', async () => {
      const documents = context.fresh();
      const all = Array.from({ length: 60 }, (_, n) => ({
        _id: `d${n}`,
        a: n % 3,
        b: n % 7,
        c: `c${n % 5}`,
      }));
      await documents.bulkWrite(all.map(inserted));
      const wanted = [...all]
        .sort(
          (x, y) =>
            x.a - y.a || y.b - x.b || (x.c < y.c ? -1 : x.c > y.c ? 1 : 0) || (x._id < y._id ? 1 : -1),
        )
        .map((document) => document._id);
      const sort = { a: 1, b: -1, c: 1, _id: -1 } as const;
      expect(await idsOf(documents, {}, { sort })).toEqual(wanted);
      await documents.createIndexes([anIndex(sort)]);
      expect(await idsOf(documents, {}, { sort })).toEqual(wanted);
      expect(await idsOf(documents, {}, { sort: { a: -1, b: 1, c: -1, _id: 1 } })).toEqual(
        [...wanted].reverse(),
      );
    });

    it('skips and limits', async () => {
      const documents = await withIndex(context, { v: 1 });
      const sort: Sort = { v: 1, _id: 1 };
      expect(await idsOf(documents, {}, { sort, skip: 3, limit: 4 })).toEqual(ids.slice(3, 7));
      expect(await idsOf(documents, {}, { sort, skip: 25 })).toEqual(ids.slice(25));
      expect(await idsOf(documents, {}, { sort, skip: 99, limit: 1 })).toEqual([]);
      expect(await documents.findOne({ v: { $gt: 0 } }, { sort: { v: -1 } })).toMatchObject({
        _id: 'e-array-of-one',
      });
    });
  });

  describe('keyset pages', () => {
    const rows = Array.from({ length: 97 }, (_, n) => ({
      _id: `r${String((n * 37) % 97).padStart(2, '0')}`,
      box: n % 2 === 0 ? 'in' : 'out',
      at: n % 6,
    }));

    it.each<[string, Sort[]]>([
      ['without an index', []],
      ['with an index', [{ box: 1, at: -1, _id: 1 }]],
      ['with an index in another direction', [{ box: 1, at: 1, _id: 1 }]],
    ])('meet every document once, ties included: %s', async (_name, keys) => {
      const documents = context.fresh();
      if (keys.length > 0) await documents.createIndexes(keys.map((key) => anIndex(key)));
      await documents.bulkWrite(rows.map(inserted));
      const seen: Doc[] = [];
      let after: Filter = {};
      for (;;) {
        const filter = { box: 'in', ...after };
        const page = await documents.find(filter, { sort: { at: -1, _id: 1 }, limit: 10 }).toArray();
        seen.push(...page);
        const last = page.at(-1);
        if (last === undefined) break;
        after = { $or: [{ at: { $lt: last['at'] } }, { at: last['at'], _id: { $gt: last._id } }] };
      }
      const wanted = rows
        .filter((row) => row.box === 'in')
        .sort((a, b) => b.at - a.at || (a._id < b._id ? -1 : 1));
      expect(seen).toEqual(wanted);
    });
  });
}
