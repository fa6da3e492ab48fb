import { describe, expect, it } from 'vitest';
import { anIndex, type ContractContext, type Doc, idsIn, inserted } from './contract-context.js';

const strings = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\0\0',
  "it's",
  '"quoted"',
  'back\\slash',
  '$set',
  '$a.b',
  '$$NOW',
  'a.b',
  '%_*?[',
  "'; DROP TABLE c1; --",
  '\u007f\u0001\n\r\t',
  '\u2028\ufeff',
  'é',
  'e\u0301',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '😀',
  '\u{10ffff}',
  '\\ud800',
  '__proto__',
  'constructor',
];

export function valueCases(context: ContractContext): void {
  describe('values', () => {
    it.each(strings)('keeps and finds the string %j', async (text) => {
      const documents = context.fresh();
      await documents.createIndexes([anIndex({ s: 1 })]);
      const document = {
        _id: `id ${text}`,
        s: text,
        plain: text,
        list: [text],
        o: { [`k${text.replaceAll('\0', '0')}`]: 1 },
      };
      await documents.bulkWrite([
        inserted(document),
        inserted({ _id: 'another', s: `${text}x`, plain: `${text}\0` }),
      ]);
      expect(await documents.findOne({ _id: `id ${text}` })).toStrictEqual(document);
      for (const path of ['s', 'plain', 'list']) {
        expect(await idsIn(documents, { [path]: text })).toEqual([document._id]);
        expect(await idsIn(documents, { [path]: { $in: [text] } })).toEqual([document._id]);
      }
      expect(await idsIn(documents, { o: document.o })).toEqual([document._id]);
    });

    it('makes U+FFFD of half a surrogate pair', async () => {
      const documents = context.fresh();
      await documents.bulkWrite([inserted({ _id: 'a', s: 'x\ud83d', list: [{ t: '\ude00' }] })]);
      expect(await documents.findOne({})).toStrictEqual({ _id: 'a', s: 'x\ufffd', list: [{ t: '\ufffd' }] });
    });

    it('keeps members whose names have dots, dollars, quotes', async () => {
      const documents = context.fresh();
      const document = {
        _id: 'a',
        o: { 'a.b': 1, 'a"b': 2, "a'b": 3, a$b: 4, 'é 😀': 5, '': 6, toString: 7 },
      };
      await documents.bulkWrite([inserted(document)]);
      expect(await documents.findOne({})).toStrictEqual(document);
      expect(await idsIn(documents, { 'o.a"b': 2, 'o.é 😀': 5 })).toEqual(['a']);
    });

    it('refuses a NUL in a name', async () => {
      const documents = context.fresh();
      await expect(documents.bulkWrite([inserted({ _id: 'a', o: { 'a\0b': 1 } })])).rejects.toThrow();
      expect(await documents.countDocuments({})).toBe(0);
    });

    it('does not find inherited members', async () => {
      const documents = await context.holding({ _id: 'a', o: {} });
      const filter = { 'o.constructor': { $exists: true } };
      expect(await idsIn(documents, filter)).toEqual([]);
      expect(await idsIn(documents, { toString: null })).toEqual(['a']);
    });

    it('keeps numbers', async () => {
      const numbers = [
        0,
        -1,
        1.1,
        0.1 + 0.2,
        2 ** 31,
        -(2 ** 31) - 1,
        Number.MAX_SAFE_INTEGER,
        1e308,
        5e-324,
      ];
      const documents = context.fresh();
      await documents.createIndexes([anIndex({ n: 1 })]);
      await documents.bulkWrite(numbers.map((n, i) => inserted({ _id: `${i}`, n })));
      const found = await documents.find({}, { sort: { n: 1 } }).toArray();
      expect(found.map((document) => document['n'])).toEqual([...numbers].sort((a, b) => a - b));
      for (const n of numbers) expect(await documents.countDocuments({ n })).toBe(1);
    });

    it('keeps a document of 1 MB, and finds it', async () => {
      const documents = context.fresh();
      await documents.createIndexes([anIndex({ kind: 1 })]);
      const large: Doc = {
        _id: 'large',
        kind: 'large',
        text: 'é'.repeat(400_000),
        list: Array.from({ length: 2_000 }, (_, n) => ({ n, s: 'x'.repeat(80) })),
      };
      await documents.bulkWrite([inserted({ _id: 'small', kind: 'small' }), inserted(large)]);
      expect(await documents.findOne({ kind: 'large' })).toEqual(large);
      await documents.bulkWrite([
        { updateOne: { filter: { _id: 'large' }, update: { $set: { kind: 'other' } } } },
      ]);
      expect(await documents.findOne({ kind: 'other' })).toEqual({ ...large, kind: 'other' });
    });
  });
}
