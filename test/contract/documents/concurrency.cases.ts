import { describe, expect, it } from 'vitest';
import { type Documents } from '../../../src/platform/documents/documents.js';
import { type ContractContext, type Doc } from './contract-context.js';

const WRITERS = 20;

export function concurrencyCases(context: ContractContext): void {
  /** Reads, changes, writes where nobody has written meanwhile, until it succeeds. */
  async function add(documents: Documents<Doc>, writer: number): Promise<void> {
    for (;;) {
      const document = await documents.findOne({ _id: 'd' });
      if (document === null) throw new Error('the document is not there');
      const { position, seen } = document as unknown as { position: number; seen: number[] };
      const replacement = { _id: 'd', position: position + 1, seen: [...seen, writer] };
      const { matchedCount } = await documents.bulkWrite([
        { replaceOne: { filter: { _id: 'd', position }, replacement } },
      ]);
      if (matchedCount === 1) return;
    }
  }

  describe(`${WRITERS} writers at the same time`, () => {
    it('of those that compare and set from the same position, one wins', async () => {
      const documents = await context.holding({ _id: 'd', position: 0 });
      const results = await Promise.all(
        Array.from({ length: WRITERS }, (_, writer) =>
          documents.bulkWrite([
            {
              replaceOne: {
                filter: { _id: 'd', position: 0 },
                replacement: { _id: 'd', position: 1, writer },
              },
            },
          ]),
        ),
      );
      const winners = results.flatMap((result, writer) => (result.matchedCount === 1 ? [writer] : []));
      expect(winners).toHaveLength(1);
      expect(await documents.findOne({ _id: 'd' })).toMatchObject({ writer: winners[0] });
    });

    it('who compare and set and try again lose nothing', async () => {
      const documents = await context.holding({ _id: 'd', position: 0, seen: [] });
      await Promise.all(Array.from({ length: WRITERS }, (_, writer) => add(documents, writer)));
      const found = (await documents.findOne({ _id: 'd' })) as unknown as {
        position: number;
        seen: number[];
      };
      expect(found.position).toBe(WRITERS);
      expect([...found.seen].sort((a, b) => a - b)).toEqual(Array.from({ length: WRITERS }, (_, n) => n));
    });

    it('who increment lose nothing, also where the first has to make the document', async () => {
      const documents = context.fresh();
      const increment = {
        updateOne: { filter: { _id: 'd' }, update: { $inc: { n: 1, m: -2 } }, upsert: true },
      };
      let done = 0;
      const writer = async (): Promise<void> => {
        for (let i = 0; i < 25; i += 1) {
          // Two upserts may both want to insert: MongoDB then refuses one, which is to be tried again.
          await documents.bulkWrite([increment]).then(
            () => (done += 1),
            () => (i -= 1),
          );
        }
      };
      await Promise.all(Array.from({ length: WRITERS }, writer));
      expect(done).toBe(WRITERS * 25);
      expect(await documents.findOne({ _id: 'd' })).toEqual({ _id: 'd', n: done, m: -2 * done });
    });

    it('reads what was written as soon as the write has answered', async () => {
      const documents = context.fresh();
      await Promise.all(
        Array.from({ length: WRITERS }, async (_, n) => {
          await documents.bulkWrite([{ insertOne: { document: { _id: `${n}`, n } } }]);
          expect(await documents.findOne({ _id: `${n}`, n })).toEqual({ _id: `${n}`, n });
        }),
      );
    });
  });
}
