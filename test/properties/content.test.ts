import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EncryptedContentStore } from '../../src/platform/content/encrypted-content-store.js';
import { FolderBlobs } from '../../src/platform/content/folder/folder-blobs.js';
import { type DataKey } from '../../src/platform/crypto/keyring.js';
import { SystemClock } from '../../src/platform/time/clock.js';
import { gathered, patterned } from '../harness/byte-sources.js';
import { openTestDatabases } from '../harness/test-databases.js';

const key = Buffer.alloc(32, 1) as DataKey;
let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let contents: EncryptedContentStore;
let drawn = 0;
beforeAll(async () => {
  databases = await openTestDatabases();
  const blobs = await FolderBlobs.open(join(databases.folder, 'blobs'));
  contents = await EncryptedContentStore.open(databases, blobs, new SystemClock());
});
afterAll(async () => {
  await databases.close();
});

async function* inPieces(bytes: Buffer, lengths: readonly number[]): AsyncGenerator<Buffer> {
  let start = 0;
  for (const length of lengths) {
    yield bytes.subarray(start, start + length);
    start += length;
  }
  yield bytes.subarray(start);
}

/** Near the edges of chunks as often as anywhere. */
const size = fc.oneof(
  fc.nat(300_000),
  fc
    .tuple(fc.nat(4), fc.integer({ min: -2, max: 2 }))
    .map(([chunks, off]) => Math.max(0, chunks * 65_536 + off)),
);

it('any range of any content, however it came in, is that part of what was put', async () => {
  const content = fc.record({
    size,
    pieces: fc.array(fc.nat(90_000), { maxLength: 8 }),
    edges: fc.tuple(fc.nat(), fc.nat()),
  });
  await fc.assert(
    fc.asyncProperty(content, async ({ size: length, pieces, edges }) => {
      const bytes = patterned(length);
      const id = `content-${drawn++}`;
      const stored = await contents.put(id, key, inPieces(bytes, pieces));
      expect(stored.size).toBe(length);
      expect((await gathered(contents.open(id, key, length))).equals(bytes)).toBe(true);
      if (length === 0) return;
      const [start = 0, end = 0] = edges.map((edge) => edge % length).sort((one, other) => one - other);
      const part = await gathered(contents.open(id, key, length, { start, end }));
      expect(part.equals(bytes.subarray(start, end + 1))).toBe(true);
    }),
    { numRuns: 150 },
  );
});
