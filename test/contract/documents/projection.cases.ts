import { describe, expect, it } from 'vitest';
import { type ContractContext } from './contract-context.js';

const document = {
  _id: 'a',
  n: 1,
  o: { p: 1, q: { r: 2, s: 3 } },
  list: [{ k: 1, v: 2 }, { k: 3 }],
  last: null,
};

/** Projection, and what is left of the document. */
const cases: readonly [Readonly<Record<string, 0 | 1>>, Record<string, unknown>][] = [
  [{}, document],
  [{ n: 1 }, { _id: 'a', n: 1 }],
  [{ n: 1, _id: 0 }, { n: 1 }],
  [{ _id: 1 }, { _id: 'a' }],
  [{ _id: 0 }, { n: 1, o: document.o, list: document.list, last: null }],
  [{ missing: 1 }, { _id: 'a' }],
  [
    { 'o.q.r': 1, last: 1 },
    { _id: 'a', o: { q: { r: 2 } }, last: null },
  ],
  [{ 'list.k': 1 }, { _id: 'a', list: [{ k: 1 }, { k: 3 }] }],
  [{ 'n.x': 1 }, { _id: 'a' }],
  [
    { o: 0, list: 0 },
    { _id: 'a', n: 1, last: null },
  ],
  [
    { 'o.q.s': 0, 'list.v': 0 },
    { _id: 'a', n: 1, o: { p: 1, q: { r: 2 } }, list: [{ k: 1 }, { k: 3 }], last: null },
  ],
];

export function projectionCases(context: ContractContext): void {
  describe('projection', () => {
    it.each(cases)('%j', async (projection, expected) => {
      const documents = await context.holding(document);
      expect(await documents.findOne({}, { projection })).toStrictEqual(expected);
      expect(await documents.find({}, { projection, sort: { last: 1 } }).toArray()).toStrictEqual([expected]);
    });
  });
}
