import { describe, expect, it } from 'vitest';
import { type ContractContext, idsIn, inserted } from './contract-context.js';

export function writeCases(context: ContractContext): void {
  describe('bulk write', () => {
    it('inserts, and reads back what it was given', async () => {
      const documents = context.fresh();
      const document = {
        _id: 'a',
        n: 1.5,
        s: 'é',
        b: true,
        none: null,
        list: [1, 'x', { y: [] }],
        o: { p: {} },
      };
      const result = await documents.bulkWrite([inserted(document)]);
      expect(result).toEqual({
        insertedCount: 1,
        matchedCount: 0,
        modifiedCount: 0,
        deletedCount: 0,
        upsertedCount: 0,
      });
      expect(await documents.findOne({ _id: 'a' })).toEqual(document);
    });

    it('drops undefined members, and makes null of undefined elements', async () => {
      const documents = context.fresh();
      await documents.bulkWrite([
        inserted({ _id: 'a', kept: 1, gone: undefined, inner: { gone: undefined }, list: [undefined] }),
      ]);
      const found = await documents.findOne({ _id: 'a' });
      expect(JSON.stringify(Object.keys(found ?? {}).sort())).toBe('["_id","inner","kept","list"]');
      expect(found).toStrictEqual({ _id: 'a', kept: 1, inner: {}, list: [null] });
    });

    it('replaces the whole document', async () => {
      const documents = await context.holding({ _id: 'a', old: 1 }, { _id: 'b' });
      const result = await documents.bulkWrite([
        { replaceOne: { filter: { _id: 'a' }, replacement: { _id: 'a', new: 2 } } },
      ]);
      expect(result).toMatchObject({ matchedCount: 1, modifiedCount: 1, upsertedCount: 0 });
      expect(await documents.findOne({ _id: 'a' })).toEqual({ _id: 'a', new: 2 });
    });

    it('tells a replacement that changed nothing, and one that matched nothing', async () => {
      const documents = await context.holding({ _id: 'a', n: 1 });
      const same = { replaceOne: { filter: { _id: 'a' }, replacement: { _id: 'a', n: 1 } } };
      expect(await documents.bulkWrite([same])).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
      const none = { replaceOne: { filter: { _id: 'z' }, replacement: { _id: 'z' } } };
      expect(await documents.bulkWrite([none])).toMatchObject({ matchedCount: 0, modifiedCount: 0 });
      expect(await documents.countDocuments({})).toBe(1);
    });

    it('upserts a replacement', async () => {
      const documents = context.fresh();
      const operation = {
        replaceOne: { filter: { _id: 'a' }, replacement: { _id: 'a', n: 1 }, upsert: true },
      };
      expect(await documents.bulkWrite([operation])).toMatchObject({ upsertedCount: 1, insertedCount: 0 });
      expect(await documents.bulkWrite([operation])).toMatchObject({ upsertedCount: 0, matchedCount: 1 });
    });

    it('updates one document of those that match, or all of them', async () => {
      const documents = await context.holding({ _id: 'a', g: 1 }, { _id: 'b', g: 1 }, { _id: 'c', g: 2 });
      const one = { updateOne: { filter: { g: 1 }, update: { $set: { one: true } } } };
      expect(await documents.bulkWrite([one])).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
      expect(await documents.countDocuments({ one: true })).toBe(1);
      const many = { updateMany: { filter: { g: 1 }, update: { $set: { g: 3 } } } };
      expect(await documents.bulkWrite([many])).toMatchObject({ matchedCount: 2, modifiedCount: 2 });
      expect(await idsIn(documents, { g: 3 })).toEqual(['a', 'b']);
    });

    it('updates each document once, also where the update moves it in the index that found it', async () => {
      const documents = context.fresh();
      await documents.createIndexes([{ name: 'n', key: { n: 1 }, why: 'moves' }]);
      await documents.bulkWrite(Array.from({ length: 300 }, (_, n) => inserted({ _id: `d${n}`, n })));
      await documents.bulkWrite([
        { updateMany: { filter: { n: { $gte: 0 } }, update: { $inc: { n: 10_000 } } } },
      ]);
      expect(await documents.countDocuments({ n: { $gte: 10_000, $lt: 10_300 } })).toBe(300);
    });

    it('deletes one document of those that match, or all of them', async () => {
      const documents = await context.holding({ _id: 'a', g: 1 }, { _id: 'b', g: 1 }, { _id: 'c', g: 1 });
      expect(await documents.bulkWrite([{ deleteOne: { filter: { g: 1 } } }])).toMatchObject({
        deletedCount: 1,
      });
      expect(await documents.bulkWrite([{ deleteMany: { filter: { g: 1 } } }])).toMatchObject({
        deletedCount: 2,
      });
      expect(await documents.bulkWrite([{ deleteMany: { filter: {} } }])).toMatchObject({ deletedCount: 0 });
    });

    it('carries out operations in order, each seeing those before it', async () => {
      const documents = context.fresh();
      const result = await documents.bulkWrite([
        inserted({ _id: 'a', n: 1 }),
        { updateOne: { filter: { _id: 'a', n: 1 }, update: { $set: { n: 2 } } } },
        { replaceOne: { filter: { _id: 'a', n: 2 }, replacement: { _id: 'a', n: 3 } } },
        inserted({ _id: 'b', n: 1 }),
        { deleteOne: { filter: { _id: 'b' } } },
      ]);
      expect(result).toEqual({
        insertedCount: 2,
        matchedCount: 2,
        modifiedCount: 2,
        deletedCount: 1,
        upsertedCount: 0,
      });
      expect(await documents.find({}).toArray()).toEqual([{ _id: 'a', n: 3 }]);
    });

    it('refuses a filter with an undefined member, whatever it would have matched', async () => {
      const documents = await context.holding({ _id: 'a' });
      await expect(documents.bulkWrite([{ deleteMany: { filter: { owner: undefined } } }])).rejects.toThrow(
        TypeError,
      );
      expect(() => documents.find({ $or: [{ owner: { $eq: undefined } }] })).toThrow(TypeError);
      await expect(documents.countDocuments({ owner: undefined })).rejects.toThrow(TypeError);
      expect(await documents.countDocuments({})).toBe(1);
    });

    it('refuses an upsert that would have no _id', async () => {
      const documents = context.fresh();
      const upsert = { updateOne: { filter: { n: 1 }, update: { $set: { m: 1 } }, upsert: true } };
      await expect(documents.bulkWrite([upsert])).rejects.toThrow(TypeError);
    });
  });
}
