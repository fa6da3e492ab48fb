import { type BlobStore } from '../../src/platform/content/content-store.js';

/** Bytes of which no two parts are alike, so that an exchange shows. */
export function patterned(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index++) bytes[index] = (index * 31 + (index >> 8) * 17) & 0xff;
  return bytes;
}

export async function* piecesOf(bytes: Buffer, pieceLength: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += pieceLength) {
    yield bytes.subarray(start, start + pieceLength);
  }
}

/** Fails once it has given so many bytes. */
export async function* failingSource(length: number): AsyncGenerator<Buffer> {
  yield* piecesOf(patterned(length), 50_000);
  throw new Error('source failed');
}

export async function gathered(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

export function bytesOf(blobs: BlobStore, id: string, atMost: number): Promise<Buffer> {
  return gathered(blobs.read(id, 0, atMost));
}

export async function itemsOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Puts other bytes in the place of a blob, as someone could who has the disk. */
export async function rewriteBlob(
  blobs: BlobStore,
  id: string,
  change: (bytes: Buffer) => Buffer,
): Promise<void> {
  const bytes = await bytesOf(blobs, id, 10_000_000);
  await blobs.delete([id]);
  await blobs.write(id, piecesOf(change(bytes), 100_000), new Date(0));
}

/** For `expect.addEqualityTesters`: buffers as a whole, where the runner would compare byte by byte. */
export function sameBytes(one: unknown, other: unknown): boolean | undefined {
  return one instanceof Uint8Array && other instanceof Uint8Array
    ? Buffer.compare(one, other) === 0
    : undefined;
}
