import { createHash } from 'node:crypto';
import { ContentTooLarge } from '../../platform/content/content.errors.js';

export interface Digest {
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** Reads to the end and keeps nothing. @throws ContentTooLarge as soon as `maxBytes` is passed */
export async function digestOf(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Digest> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of source) {
    size += piece.length;
    if (size > maxBytes) throw new ContentTooLarge(maxBytes);
    hash.update(piece);
  }
  return { size, sha256: hash.digest('hex') };
}
