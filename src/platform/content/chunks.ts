import { BOX_OVERHEAD_BYTES, BoxNotOpened, openBox, sealBox } from '../crypto/aead.js';
import { type DataKey } from '../crypto/keyring.js';
import { CHUNK_BYTES } from './content-store.js';
import { ContentCorrupted } from './content.errors.js';
import { regrouped } from './regrouped.js';

/** Bytes of a full chunk as it is stored. */
export const BOX_BYTES = CHUNK_BYTES + BOX_OVERHEAD_BYTES;

export interface SealedChunk {
  readonly box: Buffer;
  readonly last: boolean;
}

/** How many chunks a content of so many plain bytes has: an empty one has one. */
export function chunksOf(size: number): number {
  return Math.max(1, Math.ceil(size / CHUNK_BYTES));
}

/** Stored bytes of the chunks from `first` to `last`, both inclusive. */
export function boxBytes(size: number, first: number, last: number): number {
  const end = last === chunksOf(size) - 1 ? size + (last + 1) * BOX_OVERHEAD_BYTES : (last + 1) * BOX_BYTES;
  return end - first * BOX_BYTES;
}

/**
 * Plain bytes in chunks of {@link CHUNK_BYTES}, each sealed as soon as it is known whether another follows. At most
 * one chunk is in memory.
 */
export async function* sealedChunks(
  id: string,
  key: DataKey,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<SealedChunk, void, undefined> {
  let index = 0;
  for await (const { bytes, last } of regrouped(source, CHUNK_BYTES)) {
    yield { box: sealBox(key, bytes, binding(id, index, last)), last };
    index++;
  }
}

/** @throws ContentCorrupted */
export function openChunk(
  content: { id: string; key: DataKey; size: number },
  index: number,
  box: Buffer,
): Buffer {
  const last = index === chunksOf(content.size) - 1;
  if (box.length !== boxBytes(content.size, index, index)) throw new ContentCorrupted(content.id, index);
  try {
    return openBox(content.key, box, binding(content.id, index, last));
  } catch (error) {
    if (error instanceof BoxNotOpened) throw new ContentCorrupted(content.id, index);
    throw error;
  }
}

function binding(id: string, index: number, last: boolean): Buffer {
  return Buffer.from(`${id}\0${index}\0${last ? 'last' : 'more'}`);
}
