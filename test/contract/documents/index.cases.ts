import { describe, expect, it } from 'vitest';
import { anIndex, type ContractContext, idsIn, idsOf, inserted, uniqueName } from './contract-context.js';

export function indexCases(context: ContractContext): void {
  describe('indexes', () => {
    it('are made once, before or after the documents', async () => {
      const documents = context.fresh();
      const indexes = [anIndex({ a: 1, b: -1 }), anIndex({ b: 1 }, { unique: true })];
      await documents.createIndexes(indexes);
      await documents.bulkWrite([inserted({ _id: '1', a: 1, b: 1 })]);
      await documents.createIndexes(indexes);
      await documents.createIndexes([...indexes, anIndex({ c: 1 })]);
      await documents.bulkWrite([inserted({ _id: '2', a: 1, b: 2, c: 1 })]);
      expect(await idsOf(documents, { a: 1 }, { sort: { b: -1 } })).toEqual(['2', '1']);
      await expect(documents.bulkWrite([inserted({ _id: '3', b: 2 })])).rejects.toThrow();
    });

    it('none is no error', async () => {
      const documents = context.fresh();
      await documents.createIndexes([]);
      expect(await documents.find({}).toArray()).toEqual([]);
    });

    it('of the same name and another key are made anew', async () => {
      const documents = context.fresh();
      await documents.createIndexes([anIndex({ a: 1 }, { name: 'x', unique: true })]);
      await documents.bulkWrite([inserted({ _id: '1', a: 1, b: 1 })]);
      await documents.createIndexes([anIndex({ b: 1 }, { name: 'x', unique: true })]);
      await documents.bulkWrite([inserted({ _id: '2', a: 1, b: 2 })]);
      await expect(documents.bulkWrite([inserted({ _id: '3', a: 3, b: 2 })])).rejects.toThrow();
    });

    it('of the same name and key, but no longer unique, are made anew', async () => {
      const documents = context.fresh();
      await documents.createIndexes([anIndex({ a: 1 }, { name: 'x', unique: true })]);
      await documents.createIndexes([anIndex({ a: 1 }, { name: 'x' })]);
      await documents.bulkWrite([inserted({ _id: '1', a: 1 }), inserted({ _id: '2', a: 1 })]);
      expect(await idsIn(documents, { a: 1 })).toEqual(['1', '2']);
    });

    it('of another name and the same key take its place', async () => {
      const documents = context.fresh();
      await documents.createIndexes([anIndex({ a: 1 }, { name: 'old', unique: true })]);
      await documents.createIndexes([anIndex({ a: 1 }, { name: 'new' })]);
      await documents.bulkWrite([inserted({ _id: '1', a: 1 }), inserted({ _id: '2', a: 1 })]);
      expect(await idsIn(documents, { a: 1 })).toEqual(['1', '2']);
    });

    it('follow every change of an array', async () => {
      const documents = context.fresh();
      await documents.createIndexes([anIndex({ box: 1, words: 1, at: -1 })]);
      const having = (word: string): Promise<string[]> =>
        idsOf(documents, { box: 'm', words: word }, { sort: { at: -1 } });
      await documents.bulkWrite([
        inserted({ _id: '1', box: 'm', words: ['x', 'y'], at: 1 }),
        inserted({ _id: '2', box: 'm', words: ['y', 'y', 'z'], at: 2 }),
        inserted({ _id: '3', box: 'm', words: 'y', at: 3 }),
      ]);
      expect(await having('y')).toEqual(['3', '2', '1']);
      await documents.bulkWrite([
        { updateOne: { filter: { _id: '2' }, update: { $pull: { words: 'y' } } } },
        { updateOne: { filter: { _id: '3' }, update: { $set: { words: ['w'], at: 0 } } } },
      ]);
      expect([await having('y'), await having('w'), await having('z')]).toEqual([['1'], ['3'], ['2']]);
      await documents.bulkWrite([{ deleteMany: { filter: { words: { $in: ['x', 'w'] } } } }]);
      expect([await having('x'), await having('w'), await having('z')]).toEqual([[], [], ['2']]);
    });

    it('of an array give each document once', async () => {
      const documents = context.fresh();
      await documents.createIndexes([anIndex({ words: 1 })]);
      await documents.bulkWrite([
        inserted({ _id: '1', words: ['a', 'ab', 'abc'] }),
        inserted({ _id: '2', words: ['abd', 'x'] }),
      ]);
      expect(await idsIn(documents, { words: /^a/ })).toEqual(['1', '2']);
      expect(await documents.countDocuments({ words: /^a/ })).toBe(2);
      expect(await documents.countDocuments({ words: { $in: ['a', 'ab', 'x'] } })).toBe(2);
      expect(await idsIn(documents, { $and: [{ words: /^ab/ }, { words: /^x/ }] })).toEqual(['2']);
      expect(await documents.find({ words: { $gt: '' } }, { limit: 1 }).toArray()).toHaveLength(1);
    });

    it('of long arrays have every element, and count documents by a prefix to a limit', async () => {
      const documents = context.fresh();
      await documents.createIndexes([anIndex({ box: 1, words: 1 })]);
      const words = (of: string, n: number) => Array.from({ length: n }, (_, i) => `${of}${i}`);
      await documents.bulkWrite([
        inserted({ _id: '1', box: 'm', words: [...words('a', 37), 'é'] }),
        inserted({ _id: '2', box: 'm', words: words('b', 16) }),
        inserted({ _id: '3', box: 'm', words: [...words('a', 5), ...words('b', 5)] }),
        inserted({ _id: '4', box: 'n', words: words('a', 5) }),
      ]);
      const count = (prefix: string, limit?: number) =>
        documents.countDocuments({ box: 'm', words: { $regex: `^${prefix}` } }, { ...(limit && { limit }) });
      for (const word of [...words('a', 37), 'é']) {
        expect(await idsIn(documents, { box: 'm', words: word })).toContain('1');
      }
      expect([await count('a'), await count('b'), await count('b15'), await count('é')]).toEqual([
        2, 2, 1, 1,
      ]);
      expect([await count('a', 1), await count('a', 2), await count('a', 9), await count('c', 1)]).toEqual([
        1, 2, 2, 0,
      ]);
      await documents.bulkWrite([
        { replaceOne: { filter: { _id: '1' }, replacement: { _id: '1', box: 'm', words: words('c', 21) } } },
      ]);
      expect([await count('a'), await count('c'), await count('c20'), await count('é')]).toEqual([
        1, 1, 1, 0,
      ]);
    });

    it('over paths through arrays of objects', async () => {
      const documents = context.fresh();
      await documents.createIndexes([anIndex({ 'to.address': 1, 'to.name': 1 })]);
      await documents.bulkWrite([
        inserted({
          _id: '1',
          to: [
            { address: 'a', name: 'A' },
            { address: 'b', name: 'B' },
          ],
        }),
        inserted({ _id: '2', to: [{ address: 'a', name: 'B' }] }),
        inserted({ _id: '3', to: [] }),
        inserted({ _id: '4', to: { address: 'a' } }),
        inserted({ _id: '5' }),
      ]);
      expect(await idsIn(documents, { 'to.address': 'a' })).toEqual(['1', '2', '4']);
      expect(await idsIn(documents, { 'to.address': 'a', 'to.name': 'B' })).toEqual(['1', '2']);
      expect(await idsIn(documents, { to: { $elemMatch: { address: 'a', name: 'B' } } })).toEqual(['2']);
      expect(await idsIn(documents, { 'to.address': null })).toEqual(['5']);
    });
  });

  describe('collections', () => {
    it('are listed when they hold something or have indexes, until they are dropped', async () => {
      const names = [uniqueName(), uniqueName(), uniqueName()];
      const [held, indexed, read] = names.map((name) => context.store.collection(name));
      await held!.bulkWrite([{ insertOne: { document: { _id: '1' } } }]);
      await indexed!.createIndexes([anIndex({ a: 1 })]);
      await read!.find({}).toArray();
      const listed = async (): Promise<string[]> =>
        (await context.store.collections()).filter((name) => names.includes(name)).sort();
      expect(await listed()).toEqual(names.slice(0, 2).sort());
      await held!.drop();
      await indexed!.drop();
      expect(await listed()).toEqual([]);
    });

    it('are dropped with their documents and indexes, and can be made again', async () => {
      const documents = await context.holding({ _id: '1', a: 1 });
      await documents.createIndexes([anIndex({ a: 1 }, { unique: true })]);
      await documents.drop();
      await documents.drop();
      expect(await documents.find({}).toArray()).toEqual([]);
      await documents.bulkWrite([inserted({ _id: '1', a: 2 }), inserted({ _id: '2', a: 2 })]);
      expect(await idsIn(documents, { a: 2 })).toEqual(['1', '2']);
    });

    it('of the same name in two databases are two', async () => {
      const name = uniqueName();
      const [here, there] = (['read-models', 'sessions'] as const).map((database) =>
        context.databases.database(database).collection(name),
      );
      await here!.bulkWrite([{ insertOne: { document: { _id: '1' } } }]);
      expect(await there!.countDocuments({})).toBe(0);
      expect(await context.store.collection(name).countDocuments({})).toBe(1);
      await here!.drop();
    });

    it('of names with dots, dashes, quotes', async () => {
      const name = `${uniqueName()}.a-b_C."q'`;
      const documents = context.store.collection(name);
      await documents.bulkWrite([{ insertOne: { document: { _id: '1' } } }]);
      expect(await context.store.collections()).toContain(name);
      expect(documents.name).toBe(name);
      await documents.drop();
    });

    it('can be scrubbed', async () => {
      await context.store.scrub();
    });
  });
}
