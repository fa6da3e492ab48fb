import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import { BOX_BYTES } from '../../src/platform/content/chunks.js';
import { CHUNK_BYTES } from '../../src/platform/content/content-store.js';
import { ContentCorrupted } from '../../src/platform/content/content.errors.js';
import { EncryptedContentStore } from '../../src/platform/content/encrypted-content-store.js';
import { type DataKey } from '../../src/platform/crypto/keyring.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import { bytesOf, patterned, piecesOf, rewriteBlob } from '../harness/byte-sources.js';
import { type OpenContents } from './content.contract.js';

const key = Buffer.alloc(32, 1) as DataKey;
const otherKey = Buffer.alloc(32, 2) as DataKey;

/** Whatever is done to the stored bytes of a content, no byte that was not written is ever served. */
export function contentIntegrityContract(open: () => Promise<OpenContents>): void {
  let opened: OpenContents;
  let contents: EncryptedContentStore;
  beforeEach(async () => {
    opened = await open();
    const clock = new ManualClock('2026-11-23T10:00:00Z');
    contents = await EncryptedContentStore.open(opened.databases, opened.blobs, clock);
  });
  afterEach(async () => {
    await opened.close();
  });

  /** What served of the content before its first bad chunk was found, and which chunk that was. */
  async function served(id: string, size: number, using = key): Promise<[number, number]> {
    let bytes = 0;
    try {
      for await (const piece of contents.open(id, using, size)) bytes += piece.length;
    } catch (error) {
      if (error instanceof ContentCorrupted) return [bytes, error.chunk];
      throw error;
    }
    throw new Error('nothing was found');
  }

  const chunk = (bytes: Buffer, index: number) => bytes.subarray(index * BOX_BYTES, (index + 1) * BOX_BYTES);
  const rearranged = (order: number[]) => (bytes: Buffer) =>
    Buffer.concat(order.map((index) => chunk(bytes, index)));

  describe('bytes that are not those that were written', () => {
    const size = 3 * CHUNK_BYTES + 500;
    beforeEach(async () => {
      await contents.put('one', key, piecesOf(patterned(size), 50_000));
    });

    it.each([
      [
        'altered in its nonce',
        1,
        (bytes: Buffer) => bytes.fill(bytes[BOX_BYTES]! ^ 1, BOX_BYTES, BOX_BYTES + 1),
      ],
      ['altered in its middle', 2, (bytes: Buffer) => bytes.fill(0, 2.5 * BOX_BYTES, 2.5 * BOX_BYTES + 9)],
      ['altered at its end', 3, (bytes: Buffer) => bytes.fill(bytes.at(-1)! ^ 1, bytes.length - 1)],
      ['cut by a byte', 3, (bytes: Buffer) => bytes.subarray(0, -1)],
      ['cut at a chunk', 3, rearranged([0, 1, 2])],
      ['cut within', 1, (bytes: Buffer) => bytes.subarray(0, 1.5 * BOX_BYTES)],
      ['cut to nothing', 0, () => Buffer.alloc(0)],
      ['in another order', 1, rearranged([0, 2, 1, 3])],
      ['with a chunk twice', 2, rearranged([0, 1, 1, 3])],
      ['with a chunk left out', 1, rearranged([0, 2, 3])],
    ])('a content %s is found before a byte of chunk %i is served', async (_, bad, change) => {
      await rewriteBlob(opened.blobs, 'one', change);
      expect(await served('one', size)).toEqual([bad * CHUNK_BYTES, bad]);
    });

    it('a chunk of another content with the same key is found', async () => {
      await contents.put('two', key, piecesOf(patterned(size), 50_000));
      const other = await bytesOf(opened.blobs, 'two', 10_000_000);
      await rewriteBlob(opened.blobs, 'one', (bytes) =>
        Buffer.concat([chunk(bytes, 0), chunk(other, 1), bytes.subarray(2 * BOX_BYTES)]),
      );
      expect(await served('one', size)).toEqual([CHUNK_BYTES, 1]);
    });

    it('another key, and a size that is not the content’s, are found', async () => {
      expect(await served('one', size, otherKey)).toEqual([0, 0]);
      expect(await served('one', 3 * CHUNK_BYTES)).toEqual([2 * CHUNK_BYTES, 2]);
      expect(await served('one', size - 1)).toEqual([3 * CHUNK_BYTES, 3]);
      expect(await served('one', size + 1)).toEqual([3 * CHUNK_BYTES, 3]);
    });

    it('a small content that was altered, exchanged or cut is found', async () => {
      const documents = opened.databases.database('content').collection('contents');
      await contents.put('small', key, piecesOf(patterned(100), 100));
      await contents.put('other', key, piecesOf(patterned(100), 100));
      const other = (await documents.findOne({ _id: 'other' })) as unknown as { box: string };
      const cut = Buffer.from(other.box, 'base64').subarray(0, 139).toString('base64');
      const altered = Buffer.from(other.box, 'base64').fill(0, 30, 40).toString('base64');
      for (const box of [other.box, cut, altered, '']) {
        await documents.bulkWrite([{ updateOne: { filter: { _id: 'small' }, update: { $set: { box } } } }]);
        expect(await served('small', 100)).toEqual([0, 0]);
      }
    });
  });
}
