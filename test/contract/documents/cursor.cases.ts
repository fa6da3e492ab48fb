import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Documents } from '../../../src/platform/documents/documents.js';
import { liveHeapBytes } from '../../harness/live-heap.js';
import { anIndex, type ContractContext, type Doc, inserted } from './contract-context.js';

const COUNT = 100_000;
const id = (n: number): string => `d${String(n).padStart(6, '0')}`;

export function cursorCases(context: ContractContext): void {
  describe(`cursor over ${COUNT} documents`, () => {
    let documents: Documents<Doc>;
    beforeAll(async () => {
      documents = context.fresh();
      await documents.createIndexes([anIndex({ group: 1, n: -1 })]);
      for (let from = 0; from < COUNT; from += 5_000) {
        const rows = Array.from({ length: 5_000 }, (_, i) => from + i);
        const filler = 'x'.repeat(300);
        await documents.bulkWrite(rows.map((n) => inserted({ _id: id(n), n, group: n % 10, filler })));
      }
    }, 120_000);
    afterAll(() => documents.drop());

    /** The most memory held above what it was before, looked at every 10,000 documents. */
    async function heapWhileReading(
      read: AsyncIterable<Doc>,
    ): Promise<{ count: number; grownBytes: number }> {
      const before = liveHeapBytes();
      let grownBytes = 0;
      let count = 0;
      for await (const _ of read) {
        count += 1;
        if (count % 10_000 === 0) grownBytes = Math.max(grownBytes, liveHeapBytes() - before);
      }
      return { count, grownBytes };
    }

    it('streams them all in constant memory', async () => {
      const { count, grownBytes } = await heapWhileReading(documents.find({}));
      expect(count).toBe(COUNT);
      // Held whole they are over 50 MB.
      expect(grownBytes).toBeLessThan(24_000_000);
    });

    it('streams them in an order, by an index', async () => {
      const { count, grownBytes } = await heapWhileReading(
        documents.find({ group: { $gte: 0 } }, { sort: { group: 1, n: -1 } }),
      );
      expect(count).toBe(COUNT);
      expect(grownBytes).toBeLessThan(24_000_000);
    });

    it('gives each once, in order, from batch to batch', async () => {
      let expected = 99_997;
      for await (const document of documents.find({ group: 7 }, { sort: { n: -1 } })) {
        expect(document['n']).toBe(expected);
        expected -= 10;
      }
      expect(expected).toBe(-3);
    });

    it('sorts what no index orders', async () => {
      const sort = { filler: 1, n: -1 } as const;
      const page = await documents.find({}, { sort, skip: 50_000, limit: 3 }).toArray();
      expect(page.map((document) => document['n'])).toEqual([49_999, 49_998, 49_997]);
    });

    it('stopped early, lets go: the collection can be written, and dropped', async () => {
      for (let i = 0; i < 200; i += 1) {
        for await (const document of documents.find({ n: { $gte: i } })) {
          expect(document).toBeDefined();
          break;
        }
      }
      await documents.bulkWrite([
        { updateOne: { filter: { _id: id(0) }, update: { $set: { filler: 'y' } } } },
      ]);
      await context.store.scrub();
      expect(await documents.findOne({ _id: id(0) })).toMatchObject({ filler: 'y' });
    });

    it('can be read while it is written', async () => {
      let read = 0;
      for await (const document of documents.find({ group: 3 }, { sort: { n: -1 } })) {
        read += 1;
        if (read % 500 === 0) {
          const update = { $set: { filler: 'z' } };
          await documents.bulkWrite([{ updateOne: { filter: { _id: document._id }, update } }]);
        }
      }
      expect(read).toBe(COUNT / 10);
    });

    it('several can be read at the same time, each from its beginning', async () => {
      const cursor = documents.find({ group: 5 }, { limit: 1_000 });
      const [a, b] = await Promise.all([cursor.toArray(), cursor.toArray()]);
      expect(a).toHaveLength(1_000);
      expect(b).toEqual(a);
    });

    it('counts, by an index and without', async () => {
      expect(await documents.countDocuments({})).toBe(COUNT);
      expect(await documents.countDocuments({ group: 5 })).toBe(COUNT / 10);
      expect(await documents.countDocuments({ group: 5, n: { $lt: 1_000 } })).toBe(100);
      expect(await documents.countDocuments({ filler: /^x/ }, { limit: 10_000 })).toBe(10_000);
    });

    it('updates and deletes many', async () => {
      const some = { n: { $lt: 20_000 } };
      const update = { $set: { group: 99 } };
      expect(await documents.bulkWrite([{ updateMany: { filter: some, update } }])).toMatchObject({
        modifiedCount: 20_000,
      });
      expect(await documents.countDocuments({ group: 99 })).toBe(20_000);
      expect(await documents.bulkWrite([{ deleteMany: { filter: { group: 99 } } }])).toMatchObject({
        deletedCount: 20_000,
      });
      expect(await documents.countDocuments({})).toBe(COUNT - 20_000);
    });
  });
}
