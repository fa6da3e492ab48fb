import { type DataKey } from '../crypto/keyring.js';

/** Plain bytes of one encrypted chunk. */
export const CHUNK_BYTES = 64 * 1024;

export interface StoredContent {
  /** Plain bytes. */
  readonly size: number;
  /** Of the plain bytes, hex. */
  readonly sha256: string;
}

/** Plain bytes wanted: from `start` to `end`, both inclusive, as HTTP ranges count. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Contents: bodies and attachments, streamed in and out, encrypted in chunks of {@link CHUNK_BYTES} (each
 * XChaCha20-Poly1305 with a random nonce, and content id ‖ index ‖ last as additional data, so that a range
 * decrypts only its chunks and nothing can be cut, exchanged or put in another order).
 */
export interface ContentStore {
  /**
   * Durable, whole, when it answers; nothing is left of it when the source fails. An id is written once: each try
   * draws one of its own (a content written again with another key would be lost to those who hold the first).
   *
   * @throws ContentTooLarge as soon as `maxBytes` is passed
   * @throws ContentExists, ContentStoreFull
   */
  put(
    id: string,
    key: DataKey,
    source: AsyncIterable<Uint8Array>,
    options?: { readonly maxBytes?: number },
  ): Promise<StoredContent>;
  /**
   * The plain bytes. A chunk that was altered, cut or moved is found before a byte of it is served.
   *
   * @param size what `put` answered: with it the last chunk must be the last
   * @throws ContentCorrupted, ContentMissing
   * @throws RangeError the range does not lie within the content
   */
  open(id: string, key: DataKey, size: number, range?: ByteRange): AsyncIterable<Buffer>;
  /** No error where there is none. */
  delete(ids: readonly string[]): Promise<void>;
  /**
   * What was written within the span, and the remains of writes that were cut off: for the search of orphans.
   */
  list(span: { readonly from?: Date; readonly before: Date }): AsyncIterable<string>;
}

/** Nest's injection token of the {@link ContentStore}. */
export const CONTENT_STORE = Symbol('ContentStore');

/** Where encrypted bytes lie: a folder, GridFS. Every adapter passes `test/contract/blobs.contract.ts`. */
export interface BlobStore {
  /**
   * Durable and visible only when whole; nothing is left when the source fails.
   *
   * @param writtenAt the instant that {@link list} tells
   * @throws ContentExists, ContentStoreFull
   */
  write(id: string, source: AsyncIterable<Uint8Array>, writtenAt: Date): Promise<void>;
  /** From byte `start` on, `length` bytes. @throws ContentMissing */
  read(id: string, start: number, length: number): AsyncIterable<Buffer>;
  delete(ids: readonly string[]): Promise<void>;
  /**
   * What is there, with the instant it was written, remains of cut-off writes included
   * (under ids that only `delete` takes): for the search of orphans.
   */
  list(): AsyncIterable<{ readonly id: string; readonly writtenAt: Date }>;
}
