import { describe, expect, it } from 'vitest';
import { DuplicateKey } from '../../../src/platform/documents/documents.errors.js';
import { anIndex, type ContractContext, type Doc, failureOf, idsIn, inserted } from './contract-context.js';
import { type BulkOperation } from '../../../src/platform/documents/documents.js';

/** Operations of which the second, the fourth and the fifth fail, each for a reason of its own. */
const mixed: BulkOperation<Doc>[] = [
  inserted({ _id: 'b' }),
  inserted({ _id: 'a' }),
  inserted({ _id: 'c' }),
  { updateOne: { filter: { _id: 'a' }, update: { $inc: { text: 1 } } } },
  { replaceOne: { filter: { _id: 'a' }, replacement: { _id: 'other' } } },
  { updateOne: { filter: { _id: 'a' }, update: { $set: { seen: true } } } },
];

export function bulkFailureCases(context: ContractContext): void {
  describe('bulk write that fails in the middle', () => {
    it('ordered: stops there, and what came before stays', async () => {
      const documents = await context.holding({ _id: 'a', text: 'x' });
      const { failures } = await failureOf(documents.bulkWrite(mixed));
      expect(failures.map((failure) => failure.index)).toEqual([1]);
      expect(failures[0]?.error).toBeInstanceOf(DuplicateKey);
      expect(await idsIn(documents, {})).toEqual(['a', 'b']);
    });

    it('unordered: carries out the others, and names each that failed', async () => {
      const documents = await context.holding({ _id: 'a', text: 'x' });
      const { failures, collection } = await failureOf(documents.bulkWrite(mixed, { ordered: false }));
      expect(failures.map((failure) => failure.index).sort()).toEqual([1, 3, 4]);
      expect(collection).toBe(documents.name);
      expect(await idsIn(documents, {})).toEqual(['a', 'b', 'c']);
      expect(await documents.findOne({ _id: 'a' })).toEqual({ _id: 'a', text: 'x', seen: true });
    });

    it('keeps nothing of the operation that failed', async () => {
      const documents = context.fresh();
      await documents.createIndexes([
        anIndex({ a: 1 }),
        anIndex({ u: 1 }, { unique: true }),
        anIndex({ z: 1 }),
      ]);
      await documents.bulkWrite([
        inserted({ _id: '1', a: 1, u: 1, z: 1 }),
        inserted({ _id: '2', a: 2, u: 2, z: 2 }),
      ]);
      const change = { updateOne: { filter: { _id: '2' }, update: { $set: { a: 9, u: 1, z: 9 } } } };
      await failureOf(documents.bulkWrite([change]));
      expect(await documents.findOne({ a: 2 })).toEqual({ _id: '2', a: 2, u: 2, z: 2 });
      expect(await idsIn(documents, { $or: [{ a: 9 }, { z: 9 }] })).toEqual([]);
      expect(await idsIn(documents, { z: 2 })).toEqual(['2']);
    });

    it('does not tell values in its message', async () => {
      const documents = context.fresh();
      await documents.createIndexes([anIndex({ u: 1 }, { unique: true })]);
      await documents.bulkWrite([inserted({ _id: 'id-secret-1', u: 'secret', text: 'secret' })]);
      const failure = await failureOf(
        documents.bulkWrite(
          [
            inserted({ _id: 'id-secret-1' }),
            inserted({ _id: 'id-secret-2', u: 'secret' }),
            { updateOne: { filter: { _id: 'id-secret-1' }, update: { $inc: { text: 1 } } } },
          ],
          { ordered: false },
        ),
      );
      expect(failure.failures).toHaveLength(3);
      for (const error of [failure, ...failure.failures.map((part) => part.error)]) {
        const chain = [error, error.cause].map((part) => (part instanceof Error ? part.message : ''));
        expect(chain.join()).not.toContain('secret');
      }
    });
  });
}
