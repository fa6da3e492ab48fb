import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BlobStore } from '../../src/platform/content/content-store.js';
import { ContentExists, ContentMissing } from '../../src/platform/content/content.errors.js';
import {
  bytesOf,
  failingSource,
  gathered,
  itemsOf,
  patterned,
  piecesOf,
  sameBytes,
} from '../harness/byte-sources.js';

expect.addEqualityTesters([sameBytes]);

const at = new Date('2026-11-23T10:00:00.000Z');

export interface OpenBlobs {
  readonly blobs: BlobStore;
  close(): Promise<void>;
}

/** What every {@link BlobStore} does. `open` answers an empty one. */
export function blobsContract(open: () => Promise<OpenBlobs>): void {
  let opened: OpenBlobs;
  let blobs: BlobStore;
  beforeEach(async () => {
    opened = await open();
    ({ blobs } = opened);
  });
  afterEach(async () => {
    await opened.close();
  });
  const listed = async () => {
    const ids: string[] = [];
    for await (const { id } of blobs.list()) ids.push(id);
    return ids.sort();
  };

  describe('write and read', () => {
    it.each([0, 1, 65_576, 262_304, 262_305, 1_000_003])('give back a blob of %i bytes', async (length) => {
      const bytes = patterned(length);
      await blobs.write('blob', piecesOf(bytes, 60_000), at);
      expect(await gathered(blobs.read('blob', 0, length))).toEqual(bytes);
    });

    it('read any part, and what there is of a part that goes beyond the end', async () => {
      const bytes = patterned(600_000);
      await blobs.write('blob', piecesOf(bytes, 65_576), at);
      for (const [start, length] of [
        [0, 1],
        [262_303, 2],
        [262_304, 262_304],
        [100_000, 400_000],
        [599_999, 1],
      ] as const) {
        expect(await gathered(blobs.read('blob', start, length))).toEqual(
          bytes.subarray(start, start + length),
        );
      }
      expect(await gathered(blobs.read('blob', 590_000, 50_000))).toEqual(bytes.subarray(590_000));
      expect(await gathered(blobs.read('blob', 900_000, 10))).toEqual(Buffer.alloc(0));
    });

    it('read of a blob that is not there says so', async () => {
      await expect(gathered(blobs.read('none', 0, 1))).rejects.toThrow(ContentMissing);
    });

    it('keep blobs of many writers apart', async () => {
      const ids = Array.from({ length: 20 }, (_, index) => `blob-${index}`);
      await Promise.all(
        ids.map((id, index) => blobs.write(id, piecesOf(patterned(100_000 + index), 7_000), at)),
      );
      for (const [index, id] of ids.entries()) {
        expect(await bytesOf(blobs, id, 200_000)).toEqual(patterned(100_000 + index));
      }
    });

    it('never replace what is there, not even by writers at once: one of them has written', async () => {
      const tries = await Promise.allSettled(
        Array.from({ length: 6 }, (_, index) =>
          blobs.write('blob', piecesOf(Buffer.alloc(300_000, index), 50_000), at),
        ),
      );
      const losers = tries.filter((one) => one.status === 'rejected');
      expect(losers.map(({ reason }) => (reason as Error).name)).toEqual(Array(5).fill('ContentExists'));
      const winner = tries.findIndex((one) => one.status === 'fulfilled');
      expect(await bytesOf(blobs, 'blob', 400_000)).toEqual(Buffer.alloc(300_000, winner));
      await expect(blobs.write('blob', piecesOf(patterned(1), 1), at)).rejects.toThrow(ContentExists);
      expect(await bytesOf(blobs, 'blob', 400_000)).toEqual(Buffer.alloc(300_000, winner));
      expect(await listed()).toEqual(['blob']);
    });
  });

  describe('a source that fails', () => {
    it.each([0, 1, 300_000, 800_000])('after %i bytes leaves nothing', async (length) => {
      await expect(blobs.write('blob', failingSource(length), at)).rejects.toThrow('source failed');
      await expect(gathered(blobs.read('blob', 0, 1))).rejects.toThrow(ContentMissing);
      expect(await listed()).toEqual([]);
    });

    it('does not keep the id from being written', async () => {
      await expect(blobs.write('blob', failingSource(300_000), at)).rejects.toThrow('source failed');
      await blobs.write('blob', piecesOf(patterned(10), 10), at);
      expect(await bytesOf(blobs, 'blob', 10)).toEqual(patterned(10));
    });
  });

  describe('delete and list', () => {
    it('take away what is named, and mind nothing that is not there', async () => {
      for (const id of ['one', 'two', 'three'])
        await blobs.write(id, piecesOf(patterned(70_000), 70_000), at);
      expect(await listed()).toEqual(['one', 'three', 'two']);
      await blobs.delete(['one', 'three', 'four']);
      await blobs.delete([]);
      expect(await listed()).toEqual(['two']);
      await expect(gathered(blobs.read('one', 0, 1))).rejects.toThrow(ContentMissing);
    });

    it('tell when a blob was written, by the clock of who writes', async () => {
      await blobs.write('blob', piecesOf(patterned(10), 10), at);
      expect(await itemsOf(blobs.list())).toEqual([{ id: 'blob', writtenAt: at }]);
    });
  });
}
