import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Documents, type Filter } from '../../../src/platform/documents/documents.js';
import { type ContractContext, type Doc, idsIn } from './contract-context.js';

const people: readonly Doc[] = [
  { _id: '1', n: 1, s: 'abc', tags: ['x', 'y'], address: { city: 'Lyon', zip: '69001' }, flag: true },
  { _id: '2', n: 2, s: 'abd', tags: ['y'], address: { city: 'Paris' }, flag: false },
  { _id: '3', n: 3.5, s: 'b', tags: [], address: null },
  { _id: '4', n: '3', s: 'a.c', tags: ['x', ['y']] },
  { _id: '5', n: null, s: '', tags: 'x' },
  {
    _id: '6',
    n: [1, 10],
    s: 'Abc',
    list: [
      { k: 'p', v: 1 },
      { k: 'q', v: 2 },
    ],
  },
  { _id: '7', s: 'ab', list: [{ k: 'p', v: 2 }, { k: 'q' }] },
  { _id: '8', n: { a: 1, b: 2 }, list: [] },
];

/** Filter, and the documents it matches. */
const cases: readonly [filter: Filter, ids: string][] = [
  [{}, '12345678'],
  [{ n: 1 }, '16'],
  [{ n: { $eq: 1 } }, '16'],
  [{ n: '3' }, '4'],
  [{ s: '' }, '5'],
  [{ flag: false }, '2'],
  [{ n: null }, '57'],
  [{ n: { $ne: null } }, '123468'],
  [{ n: { $ne: 1 } }, '234578'],
  [{ n: { a: 1, b: 2 } }, '8'],
  [{ n: { b: 2, a: 1 } }, ''],
  [{ 'n.a': 1 }, '8'],
  [{ n: { $gt: 1 } }, '236'],
  [{ n: { $gte: 2 } }, '236'],
  [{ n: { $lt: 2 } }, '16'],
  [{ n: { $lte: 3.5 } }, '1236'],
  [{ n: { $gt: 2, $lt: 5 } }, '36'],
  [{ n: { $gt: '' } }, '4'],
  [{ s: { $gt: 'abc' } }, '23'],
  [{ s: { $gte: 'ab', $lt: 'b' } }, '127'],
  [{ flag: { $gt: false } }, '1'],
  [{ n: { $gt: null } }, ''],
  [{ n: { $gte: null } }, '57'],
  [{ n: { $in: [1, '3', null] } }, '14567'],
  [{ n: { $in: [] } }, ''],
  [{ s: { $in: ['b', /^A/] } }, '36'],
  [{ n: { $nin: [1, null] } }, '2348'],
  [{ tags: 'x' }, '145'],
  [{ tags: ['y'] }, '24'],
  [{ tags: [] }, '3'],
  [{ tags: { $ne: 'x' } }, '23678'],
  [{ tags: { $all: ['x', 'y'] } }, '1'],
  [{ tags: { $all: ['x'] } }, '145'],
  [{ tags: { $size: 1 } }, '2'],
  [{ tags: { $exists: false } }, '678'],
  [{ n: { $exists: true } }, '1234568'],
  [{ n: { $exists: true, $ne: null } }, '123468'],
  [{ 'address.city': 'Lyon' }, '1'],
  [{ 'address.zip': { $exists: false } }, '2345678'],
  [{ 'address.zip': null }, '2345678'],
  [{ 'address.city': { $in: ['Lyon', 'Paris'] } }, '12'],
  [{ address: { city: 'Paris' } }, '2'],
  [{ s: { $regex: '^ab' } }, '127'],
  [{ s: /^a/ }, '1247'],
  [{ s: { $regex: '^a\\.' } }, '4'],
  [{ s: { $regex: '^abx?' } }, '127'],
  [{ s: { $regex: '^ab|^b' } }, '1237'],
  [{ s: { $regex: '^ab', $options: 'i' } }, '1267'],
  [{ s: { $not: /^a/ } }, '3568'],
  [{ n: { $not: { $gt: 1 } } }, '14578'],
  [{ 'list.k': 'p' }, '67'],
  [{ 'list.k': 'p', 'list.v': 2 }, '67'],
  [{ list: { $elemMatch: { k: 'p', v: 2 } } }, '7'],
  [{ list: { $elemMatch: { v: { $gt: 1 }, k: { $ne: 'p' } } } }, '6'],
  [{ n: { $elemMatch: { $gt: 1, $lt: 10 } } }, ''],
  [{ n: { $elemMatch: { $gte: 10 } } }, '6'],
  [{ 'list.v': null }, '123457'],
  [{ 'list.1.k': 'q' }, '67'],
  [{ 'tags.0': 'x' }, '14'],
  [{ $and: [{ n: { $gte: 1 } }, { s: /^ab/ }] }, '12'],
  [{ $or: [{ n: 1 }, { s: 'b' }] }, '136'],
  [{ $nor: [{ n: 1 }, { s: 'b' }] }, '24578'],
  [{ $and: [{ $or: [{ n: 1 }, { n: 2 }] }, { $or: [{ flag: true }, { flag: false }] }] }, '12'],
  [{ _id: { $in: ['1', '9', '3'] } }, '13'],
  [{ _id: { $in: ['3', '1', '3', '1'] } }, '13'],
  [{ _id: { $in: ['1', 3, null] } }, '1'],
  [{ _id: { $in: [] } }, ''],
  [{ _id: { $gt: '5' } }, '678'],
  [{ _id: '2', n: 1 }, ''],
];

export function filterCases(context: ContractContext): void {
  describe('filter', () => {
    const variants: Record<string, Documents<Doc>> = {};
    beforeAll(async () => {
      variants['without indexes'] = await context.holding(...people);
      // An index may only make an answer faster.
      const indexed = context.fresh();
      const paths = ['n', 's', 'tags', 'flag', 'address.city', 'address.zip', 'list.k', 'list.v'];
      await indexed.createIndexes([
        ...paths.map((path) => ({ name: path, key: { [path]: 1 as const }, why: 'every path' })),
        { name: 'pair', key: { 'list.k': 1, 'list.v': -1 }, why: 'two paths through one array' },
        { name: 'mixed', key: { s: -1, n: 1 }, why: 'directions' },
        { name: 'sparse', key: { 'n.a': 1 }, sparse: true, why: 'some documents are not in it' },
      ]);
      await indexed.bulkWrite(people.map((document) => ({ insertOne: { document } })));
      variants['with indexes'] = indexed;
    });

    for (const variant of ['without indexes', 'with indexes']) {
      for (const [filter, ids] of cases) {
        context.check(`${variant}: ${inspect(filter, { depth: null, breakLength: Infinity })}`, async () => {
          const documents = variants[variant]!;
          expect((await idsIn(documents, filter)).join('')).toBe(ids);
          expect(await documents.countDocuments(filter)).toBe(ids.length);
        });
      }
    }

    it('counts to the limit', async () => {
      const documents = variants['with indexes']!;
      expect(await documents.countDocuments({}, { limit: 3 })).toBe(3);
      expect(await documents.countDocuments({ tags: 'x' }, { limit: 2 })).toBe(2);
      expect(await documents.countDocuments({ s: /^ab/ }, { limit: 100 })).toBe(3);
      expect(await documents.countDocuments({ n: { $ne: 77 } }, { limit: 5 })).toBe(5);
    });
  });
}
