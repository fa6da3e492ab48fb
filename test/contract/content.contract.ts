import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOX_BYTES } from '../../src/platform/content/chunks.js';
import { type BlobStore, CHUNK_BYTES } from '../../src/platform/content/content-store.js';
import {
  ContentCorrupted,
  ContentExists,
  ContentMissing,
  ContentTooLarge,
} from '../../src/platform/content/content.errors.js';
import { EncryptedContentStore } from '../../src/platform/content/encrypted-content-store.js';
import { type DataKey } from '../../src/platform/crypto/keyring.js';
import { type Databases } from '../../src/platform/documents/documents.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import {
  bytesOf,
  failingSource,
  gathered,
  itemsOf,
  patterned,
  piecesOf,
  rewriteBlob,
  sameBytes,
} from '../harness/byte-sources.js';
import { liveHeapBytes } from '../harness/live-heap.js';

expect.addEqualityTesters([sameBytes]);

export interface OpenContents {
  readonly databases: Databases;
  readonly blobs: BlobStore;
  close(): Promise<void>;
}

const key = Buffer.alloc(32, 1) as DataKey;
const otherKey = Buffer.alloc(32, 2) as DataKey;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** What a ContentStore does over these databases and blobs. `open` answers empty ones. */
export function contentContract(open: () => Promise<OpenContents>): void {
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
  const listed = async () => (await itemsOf(contents.list({ before: new Date('2100-01-01') }))).sort();

  describe('put and open', () => {
    it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7])(
      'give back %i bytes with their size and SHA-256',
      async (size) => {
        const bytes = patterned(size);
        const stored = await contents.put('one', key, piecesOf(bytes, 50_000));
        expect(stored).toEqual({ size, sha256: sha256(bytes) });
        expect(await gathered(contents.open('one', key, size))).toEqual(bytes);
        expect(await listed()).toEqual(['one']);
      },
    );

    it('take pieces of any length, empty ones too', async () => {
      const bytes = patterned(2 * CHUNK_BYTES + 5);
      async function* uneven(): AsyncGenerator<Buffer> {
        yield bytes.subarray(0, 1);
        yield Buffer.alloc(0);
        yield bytes.subarray(1, CHUNK_BYTES + 2);
        yield bytes.subarray(CHUNK_BYTES + 2);
      }
      await contents.put('one', key, uneven());
      expect(await gathered(contents.open('one', key, bytes.length))).toEqual(bytes);
    });

    it('keep nothing in clear', async () => {
      const bytes = Buffer.alloc(2 * CHUNK_BYTES, 'HIV positif ');
      await contents.put('large', key, piecesOf(bytes, CHUNK_BYTES));
      await contents.put('small', key, piecesOf(bytes.subarray(0, 100), 100));
      expect((await bytesOf(opened.blobs, 'large', 400_000)).includes('HIV positif')).toBe(false);
      const small = await opened.databases
        .database('content')
        .collection('contents')
        .findOne({ _id: 'small' });
      const box = Buffer.from((small as unknown as { box: string }).box, 'base64');
      expect(box.length).toBe(140);
      expect(box.includes('HIV positif')).toBe(false);
    });

    it('write an id once, small or large', async () => {
      for (const size of [10, 200_000]) {
        const id = `of-${size}`;
        await contents.put(id, key, piecesOf(patterned(size), 50_000));
        await expect(contents.put(id, otherKey, piecesOf(patterned(size), 50_000))).rejects.toThrow(
          ContentExists,
        );
        expect(await gathered(contents.open(id, key, size))).toEqual(patterned(size));
      }
    });

    it('keep contents of many writers apart', async () => {
      const sizes = Array.from({ length: 24 }, (_, index) => index * 9_973);
      await Promise.all(
        sizes.map((size) => contents.put(`c-${size}`, key, piecesOf(patterned(size), 4_099))),
      );
      for (const size of sizes) {
        expect(await gathered(contents.open(`c-${size}`, key, size))).toEqual(patterned(size));
      }
    });

    it('hold a content of 60 MiB in constant memory', async () => {
      const size = 60 * 1024 * 1024;
      const piece = patterned(64 * 1024);
      const before = liveHeapBytes();
      let most = 0;
      let passed = 0;
      const watch = () => {
        passed++;
        if (passed % 100 === 0) most = Math.max(most, liveHeapBytes() - before);
      };
      async function* source(): AsyncGenerator<Buffer> {
        for (let sent = 0; sent < size; sent += piece.length) {
          watch();
          yield Buffer.from(piece);
        }
      }
      const stored = await contents.put('huge', key, source());
      const hash = createHash('sha256');
      for await (const plain of contents.open('huge', key, size)) {
        watch();
        hash.update(plain);
      }
      expect(hash.digest('hex')).toBe(stored.sha256);
      expect(passed).toBeGreaterThan(1_900);
      expect(most).toBeLessThan(size / 2);
    });
  });

  describe('maxBytes', () => {
    it.each([1_000, 3 * CHUNK_BYTES])('of %i lets as many bytes pass and not one more', async (maxBytes) => {
      await contents.put('fits', key, piecesOf(patterned(maxBytes), 50_000), { maxBytes });
      await contents.put('less', key, piecesOf(patterned(maxBytes - 1), 50_000), { maxBytes });
      await expect(
        contents.put('more', key, piecesOf(patterned(maxBytes + 1), 50_000), { maxBytes }),
      ).rejects.toThrow(ContentTooLarge);
      expect(await listed()).toEqual(['fits', 'less']);
    });

    it('stops reading the source as soon as it is passed', async () => {
      let given = 0;
      let ended = false;
      async function* endless(): AsyncGenerator<Buffer> {
        try {
          for (;;) {
            given++;
            yield patterned(50_000);
          }
        } finally {
          ended = true;
        }
      }
      await expect(contents.put('more', key, endless(), { maxBytes: 300_000 })).rejects.toThrow(
        ContentTooLarge,
      );
      expect([given, ended]).toEqual([7, true]);
    });
  });

  it.each([0, 1_000, CHUNK_BYTES, 400_000])(
    'a source that fails after %i bytes leaves nothing',
    async (length) => {
      await expect(contents.put('one', key, failingSource(length))).rejects.toThrow('source failed');
      expect(await listed()).toEqual([]);
      await expect(gathered(contents.open('one', key, length))).rejects.toThrow(ContentMissing);
    },
  );

  describe('ranges', () => {
    const size = 5 * CHUNK_BYTES + 100;
    it.each([
      [0, 0],
      [0, CHUNK_BYTES - 1],
      [CHUNK_BYTES - 1, CHUNK_BYTES],
      [2 * CHUNK_BYTES, 3 * CHUNK_BYTES - 1],
      [100, size - 1],
      [size - 1, size - 1],
      [0, size - 1],
    ])('answer the bytes from %i to %i', async (start, end) => {
      await contents.put('one', key, piecesOf(patterned(size), 50_000));
      expect(await gathered(contents.open('one', key, size, { start, end }))).toEqual(
        patterned(size).subarray(start, end + 1),
      );
    });

    it('of a small content too', async () => {
      await contents.put('one', key, piecesOf(patterned(100), 100));
      const part = contents.open('one', key, 100, { start: 10, end: 19 });
      expect(await gathered(part)).toEqual(patterned(100).subarray(10, 20));
    });

    it.each([
      [-1, 5],
      [6, 5],
      [0, 100],
      [100, 100],
    ])('from %i to %i of 100 bytes are refused', async (start, end) => {
      await contents.put('one', key, piecesOf(patterned(100), 100));
      await expect(gathered(contents.open('one', key, 100, { start, end }))).rejects.toThrow(RangeError);
    });

    it('decrypt their own chunks alone: a damaged chunk elsewhere does not matter', async () => {
      await contents.put('one', key, piecesOf(patterned(size), 50_000));
      await rewriteBlob(opened.blobs, 'one', (bytes) => bytes.fill(0, 3 * BOX_BYTES, 4 * BOX_BYTES));
      const sound = contents.open('one', key, size, { start: CHUNK_BYTES, end: 3 * CHUNK_BYTES - 1 });
      expect(await gathered(sound)).toEqual(patterned(size).subarray(CHUNK_BYTES, 3 * CHUNK_BYTES));
      const damaged = contents.open('one', key, size, { start: 3 * CHUNK_BYTES, end: 3 * CHUNK_BYTES });
      await expect(gathered(damaged)).rejects.toThrow(ContentCorrupted);
    });
  });

  it('delete takes contents away, small and large, and minds none that is not there', async () => {
    await contents.put('small', key, piecesOf(patterned(10), 10));
    await contents.put('large', key, piecesOf(patterned(100_000), 50_000));
    await contents.put('kept', key, piecesOf(patterned(10), 10));
    await contents.delete(['small', 'large', 'none']);
    expect(await listed()).toEqual(['kept']);
    await expect(gathered(contents.open('small', key, 10))).rejects.toThrow(ContentMissing);
    await expect(gathered(contents.open('large', key, 100_000))).rejects.toThrow(ContentMissing);
  });

  it('list tells what was written within a span', async () => {
    await contents.put('small', key, piecesOf(patterned(10), 10));
    const within = async (from: string, before: string) =>
      itemsOf(contents.list({ from: new Date(from), before: new Date(before) }));
    expect(await within('2026-11-23T10:00:00Z', '2026-11-23T10:00:01Z')).toEqual(['small']);
    expect(await within('2026-11-23T09:00:00Z', '2026-11-23T10:00:00Z')).toEqual([]);
    expect(await within('2026-11-23T10:00:01Z', '2026-11-23T11:00:00Z')).toEqual([]);
  });
}
