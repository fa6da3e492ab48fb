import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Document, type Filter, type IndexSpec, type Sort } from '../documents.js';
import { EmbeddedStore } from './embedded-databases.js';
import { type EmbeddedDocuments } from './embedded-documents.js';

interface Row extends Document {
  readonly [member: string]: unknown;
}

const keys: readonly Sort[] = [
  { mailbox: 1, folder: 1, at: -1, _id: 1 },
  { mailbox: 1, words: 1, at: -1 },
  { mailbox: 1, subject: 1 },
  { 'to.address': 1, at: 1 },
  { expires: 1 },
];
const indexes: readonly IndexSpec[] = keys.map((key, n) => ({ name: `i${n}`, key, why: 'a query below' }));

const page = { mailbox: 'm', folder: 'f' };
const byDate: Sort = { at: -1, _id: 1 };

describe('a declared index', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-explain-'));
  const store = new EmbeddedStore(join(folder, 'test.db'));
  let documents: EmbeddedDocuments<Row>;

  beforeAll(async () => {
    documents = store.collection<Row>('rows');
    await documents.createIndexes([
      ...indexes,
      { name: 'address', key: { address: 1 }, unique: true, sparse: true, why: 'one address, one mailbox' },
      { name: 'due', key: { due: 1 }, sparse: true, why: 'what is due' },
    ]);
    await documents.bulkWrite([
      {
        insertOne: {
          document: { _id: '1', ...page, at: 1, words: ['a', 'b'], to: [{ address: 'x' }], address: 'q' },
        },
      },
    ]);
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** Query, order, the index that answers it, in so many ranges. */
  const answered: readonly [name: string, filter: Filter, sort: Sort, index: string, ranges: number][] = [
    ['equalities and an order', page, byDate, 'i0', 1],
    ['the same backwards', page, { at: 1, _id: -1 }, 'i0', 1],
    ['equalities, a range and an order', { ...page, at: { $gte: 1, $lt: 9 } }, byDate, 'i0', 1],
    ['an order whose first keys are given', page, { mailbox: 1, folder: -1, at: -1 }, 'i0', 1],
    ['a keyset page', { ...page, $or: [{ at: { $lt: 5 } }, { at: 5, _id: { $gt: 'x' } }] }, byDate, 'i0', 2],
    [
      'a keyset page backwards',
      { ...page, $or: [{ at: { $gt: 5 } }, { at: 5, _id: { $lt: 'x' } }] },
      { at: 1, _id: -1 },
      'i0',
      2,
    ],
    [
      'a keyset page over null',
      { ...page, $or: [{ at: { $lt: 5 } }, { at: 5, _id: { $gt: 'x' } }, { at: null }] },
      byDate,
      'i0',
      3,
    ],
    ['one of several values', { mailbox: 'm', folder: { $in: ['f', 'g'] } }, {}, 'i0', 2],
    ['an element of an array, and an order', { mailbox: 'm', words: 'a' }, { at: -1 }, 'i1', 1],
    ['a prefix of an element', { mailbox: 'm', words: /^ab/ }, {}, 'i1', 1],
    ['a prefix', { mailbox: 'm', subject: { $regex: '^Re :' } }, { subject: 1, _id: 1 }, 'i2', 1],
    ['a path through an array, and an order', { 'to.address': 'x' }, { at: 1 }, 'i3', 1],
    ['a range', { expires: { $lte: '2026' } }, { expires: 1 }, 'i4', 1],
    ['nothing but an order', {}, { expires: -1 }, 'i4', 1],
    ['a value of a sparse unique index', { address: 'q' }, {}, 'address', 1],
    ['an _id', { _id: '1' }, {}, '_id_', 1],
    ['several _ids', { _id: { $in: ['1', '2', '3'] } }, { _id: 1 }, '_id_', 3],
    ['all in the order of _id', {}, { _id: -1 }, '_id_', 1],
  ];

  it.each(answered)(
    'answers without a scan, a sort or a document too many: %s',
    (_name, filter, sort, index, ranges) => {
      const explained = documents.explain(filter, sort);
      expect(explained).toMatchObject({ index, ranges, sorted: true, exact: true });
      expect(explained?.details.length).toBeGreaterThan(0);
      for (const detail of explained?.details ?? []) {
        expect(detail).toMatch(
          /^SEARCH .* USING (PRIMARY KEY \(k>\? AND k<\?\)|INDEX \S+ \((k|x\d+)>\? AND \2<\?\)|INTEGER PRIMARY KEY \(rowid=\?\))$/,
        );
      }
    },
  );

  it('narrows, and leaves the rest to the filter', () => {
    const explained = documents.explain({ ...page, at: { $gt: 1 }, flag: true }, byDate);
    expect(explained).toMatchObject({ index: 'i0', sorted: true, exact: false });
  });

  it.each<[string, Filter, Sort]>([
    ['gives no order that it has not', page, { size: 1 }],
    ['gives no order by an array', { mailbox: 'm' }, { words: 1 }],
    ['gives no order by a mixed direction', page, { at: -1, _id: -1 }],
    ['gives no order across several values', { mailbox: 'm', folder: { $in: ['f', 'g'] } }, { at: -1 }],
  ])('%s', (_name, filter, sort) => {
    expect(documents.explain(filter, sort)?.sorted).toBe(false);
  });

  it.each<[string, Filter]>([
    ['a sparse index is not asked for what it leaves out', { address: null }],
    ['a sparse index is not asked for what it may leave out', { address: { $in: ['q', null] } }],
    [
      'an index is not asked where one alternative has nothing of it',
      { $or: [{ expires: 1 }, { flag: true }] },
    ],
  ])('%s', (_name, filter) => {
    expect(documents.explain(filter)).toMatchObject({ index: null });
  });

  it('is not asked for what it may leave out, though a condition on ids would narrow it', () => {
    const filter = { due: { $in: [null, 1] }, _id: { $lte: '2' } };
    expect(documents.explain(filter)).toMatchObject({ index: '_id_' });
  });

  it('of two arrays of one document is refused', async () => {
    await documents.createIndexes([{ name: 'two', key: { a: 1, b: 1 }, why: 'to be refused' }]);
    const write = documents.bulkWrite([{ insertOne: { document: { _id: '2', a: [1], b: [2] } } }]);
    await expect(write).rejects.toThrow('two arrays');
  });
});
