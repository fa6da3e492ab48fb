import { describe, expect, it } from 'vitest';
import { type BulkOperation, type IndexSpec } from '../../../src/platform/documents/documents.js';
import { BulkWriteFailed, DuplicateKey } from '../../../src/platform/documents/documents.errors.js';
import { anIndex, type ContractContext, type Doc, failureOf, idsIn, inserted } from './contract-context.js';

export function uniqueCases(context: ContractContext): void {
  /** What a collection with this index, holding these documents, says to an operation. */
  async function refusal(
    index: IndexSpec | null,
    held: readonly Doc[],
    operation: BulkOperation<Doc>,
  ): Promise<string | null> {
    const documents = context.fresh();
    if (index !== null) await documents.createIndexes([index]);
    await documents.bulkWrite(held.map(inserted));
    const error: unknown = await documents.bulkWrite([operation]).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error === null) return null;
    if (!(error instanceof BulkWriteFailed)) throw error as Error;
    const cause = error.failures[0]?.error;
    return cause instanceof DuplicateKey ? cause.index : 'another reason';
  }

  const byAddress = anIndex({ address: 1 }, { name: 'by-address', unique: true });
  const pair = anIndex({ a: 1, 'o.b': -1 }, { name: 'pair', unique: true });

  describe('unique index', () => {
    it('refuses an _id that is taken', async () => {
      expect(await refusal(null, [{ _id: 'x' }], inserted({ _id: 'x', other: 1 }))).toBe('_id_');
    });

    it.each<[string, BulkOperation<Doc>]>([
      ['insert', inserted({ _id: '3', address: 'a' })],
      ['replacement', { replaceOne: { filter: { _id: '2' }, replacement: { _id: '2', address: 'a' } } }],
      ['update', { updateOne: { filter: { _id: '2' }, update: { $set: { address: 'a' } } } }],
      ['update of many', { updateMany: { filter: { _id: '2' }, update: { $set: { address: 'a' } } } }],
      ['upsert', { updateOne: { filter: { _id: '3' }, update: { $set: { address: 'a' } }, upsert: true } }],
    ])('refuses a key that is taken: %s', async (_name, operation) => {
      const held = [
        { _id: '1', address: 'a' },
        { _id: '2', address: 'b' },
      ];
      expect(await refusal(byAddress, held, operation)).toBe('by-address');
    });

    it('tells values of two types and of two cases apart', async () => {
      const held = [
        { _id: '1', address: 'a' },
        { _id: '2', address: 1 },
        { _id: '3', address: '1 ' },
      ];
      expect(await refusal(byAddress, held, inserted({ _id: '4', address: 'A' }))).toBeNull();
      expect(await refusal(byAddress, held, inserted({ _id: '4', address: '1' }))).toBeNull();
      expect(await refusal(byAddress, held, inserted({ _id: '4', address: '1 ' }))).toBe('by-address');
      expect(await refusal(byAddress, held, inserted({ _id: '4', address: 1 }))).toBe('by-address');
    });

    it('lets a document keep its own key', async () => {
      const replace = { replaceOne: { filter: { _id: '1' }, replacement: { _id: '1', address: 'a', n: 1 } } };
      expect(await refusal(byAddress, [{ _id: '1', address: 'a' }], replace)).toBeNull();
    });

    it('frees the key of a document that goes or changes', async () => {
      const documents = context.fresh();
      await documents.createIndexes([byAddress]);
      await documents.bulkWrite([
        inserted({ _id: '1', address: 'a' }),
        { deleteOne: { filter: { _id: '1' } } },
        inserted({ _id: '2', address: 'a' }),
        { updateOne: { filter: { _id: '2' }, update: { $set: { address: 'b' } } } },
        inserted({ _id: '3', address: 'a' }),
      ]);
      expect(await idsIn(documents, { address: { $in: ['a', 'b'] } })).toEqual(['2', '3']);
    });

    it('takes what is missing for null: once', async () => {
      expect(await refusal(byAddress, [{ _id: '1' }], inserted({ _id: '2' }))).toBe('by-address');
    });

    it('sparse: lets many go without', async () => {
      const sparse = { ...byAddress, sparse: true };
      expect(await refusal(sparse, [{ _id: '1' }, { _id: '2' }], inserted({ _id: '3' }))).toBeNull();
      const held = [{ _id: '1' }, { _id: '2', address: 'a' }];
      expect(await refusal(sparse, held, inserted({ _id: '3', address: 'a' }))).toBe('by-address');
    });

    it('sparse: a query still finds those that go without', async () => {
      const documents = context.fresh();
      await documents.createIndexes([{ ...byAddress, sparse: true }]);
      await documents.bulkWrite([inserted({ _id: '1' }), inserted({ _id: '2', address: 'a' })]);
      expect(await idsIn(documents, { address: null })).toEqual(['1']);
      expect(await idsIn(documents, { address: { $ne: 'a' } })).toEqual(['1']);
      expect(await documents.find({}, { sort: { address: 1 } }).toArray()).toHaveLength(2);
      expect(await documents.countDocuments({ address: { $in: ['a', null] } })).toBe(2);
    });

    it('compound: all its fields together', async () => {
      const held = [{ _id: '1', a: 1, o: { b: 1 } }];
      expect(await refusal(pair, held, inserted({ _id: '2', a: 1, o: { b: 2 } }))).toBeNull();
      expect(await refusal(pair, held, inserted({ _id: '2', a: 2, o: { b: 1 } }))).toBeNull();
      expect(await refusal(pair, held, inserted({ _id: '2', a: 1, o: { b: 1, c: 1 } }))).toBe('pair');
    });

    it('of an array: no element that another document has', async () => {
      const tags = anIndex({ tags: 1 }, { name: 'tags', unique: true });
      const held = [{ _id: '1', tags: ['x', 'y', 'x'] }];
      expect(await refusal(tags, held, inserted({ _id: '2', tags: ['z', 'y'] }))).toBe('tags');
      expect(await refusal(tags, held, inserted({ _id: '2', tags: ['z', 'z'] }))).toBeNull();
      expect(await refusal(tags, held, inserted({ _id: '2', tags: 'x' }))).toBe('tags');
    });

    it('is not made over documents that break it, and leaves no trace', async () => {
      const documents = await context.holding({ _id: '1', address: 'a' }, { _id: '2', address: 'a' });
      const error: unknown = await documents.createIndexes([byAddress]).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DuplicateKey);
      expect((error as DuplicateKey).index).toBe('by-address');
      await documents.bulkWrite([inserted({ _id: '3', address: 'a' })]);
      expect(await idsIn(documents, { address: 'a' })).toEqual(['1', '2', '3']);
    });

    it('of twenty that race for a key, one gets it', async () => {
      const documents = context.fresh();
      await documents.createIndexes([byAddress]);
      const attempts = Array.from({ length: 20 }, (_, n) =>
        n % 2 === 0
          ? documents.bulkWrite([inserted({ _id: `${n}`, address: 'a' })])
          : documents.bulkWrite([
              { updateOne: { filter: { _id: `${n}` }, update: { $set: { address: 'a' } }, upsert: true } },
            ]),
      );
      const outcomes = await Promise.allSettled(attempts);
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      expect(await documents.countDocuments({})).toBe(1);
      const lost = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      for (const reason of lost)
        expect((reason as BulkWriteFailed).failures[0]?.error).toBeInstanceOf(DuplicateKey);
    });

    it('reports the operation that broke it', async () => {
      const documents = context.fresh();
      await documents.createIndexes([byAddress]);
      const writes = ['a', 'b', 'a', 'c', 'b'].map((address, n) => inserted({ _id: `${n}`, address }));
      const { failures } = await failureOf(documents.bulkWrite(writes, { ordered: false }));
      expect(failures.map((failure) => failure.index)).toEqual([2, 4]);
    });
  });
}
