import { createHash } from 'node:crypto';
import { type DataKey } from '../crypto/keyring.js';
import { type Databases } from '../documents/documents.js';
import { type Clock } from '../time/clock.js';
import { BOX_BYTES, boxBytes, chunksOf, openChunk, type SealedChunk, sealedChunks } from './chunks.js';
import {
  type BlobStore,
  type ByteRange,
  CHUNK_BYTES,
  type ContentStore,
  type StoredContent,
} from './content-store.js';
import { ContentCorrupted, ContentTooLarge } from './content.errors.js';
import { regrouped } from './regrouped.js';
import { SmallContents } from './small-contents.js';

/** Ids in one deletion. */
const BATCH = 500;

/**
 * The {@link ContentStore}: contents of one chunk at most are documents of database `content`, larger ones lie in
 * the blob store. The size tells which.
 */
export class EncryptedContentStore implements ContentStore {
  private readonly small: SmallContents;

  private constructor(
    databases: Databases,
    private readonly blobs: BlobStore,
    private readonly clock: Clock,
  ) {
    this.small = new SmallContents(databases.database('content'), clock);
  }

  static async open(databases: Databases, blobs: BlobStore, clock: Clock): Promise<EncryptedContentStore> {
    const store = new EncryptedContentStore(databases, blobs, clock);
    await store.small.createIndexes();
    return store;
  }

  async put(
    id: string,
    key: DataKey,
    source: AsyncIterable<Uint8Array>,
    options: { readonly maxBytes?: number } = {},
  ): Promise<StoredContent> {
    const meter = new Meter(options.maxBytes ?? Number.MAX_SAFE_INTEGER);
    const chunks = sealedChunks(id, key, meter.measured(source));
    try {
      const first = await chunks.next();
      if (first.done === true) throw new ContentCorrupted(id, 0);
      if (first.value.last) await this.small.write(id, first.value.box);
      else await this.blobs.write(id, boxesOf(first.value, chunks), this.clock.now());
    } finally {
      // Where the store failed the source is not left open.
      await chunks.return();
    }
    return meter.result();
  }

  async *open(
    id: string,
    key: DataKey,
    size: number,
    range: ByteRange = { start: 0, end: size - 1 },
  ): AsyncGenerator<Buffer, void, undefined> {
    const whole = range.start === 0 && range.end === size - 1;
    if (!whole && !liesWithin(range, size)) throw new RangeError(`no bytes ${range.start} to ${range.end}`);
    const content = { id, key, size };
    let index = Math.floor(range.start / CHUNK_BYTES);
    for await (const box of this.boxes(id, size, range)) {
      const plain = openChunk(content, index, box);
      const offset = index * CHUNK_BYTES;
      const wanted = plain.subarray(Math.max(0, range.start - offset), range.end + 1 - offset);
      if (wanted.length > 0) yield wanted;
      index++;
    }
    if (index * CHUNK_BYTES <= range.end) throw new ContentCorrupted(id, index);
  }

  async delete(ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += BATCH) {
      const batch = ids.slice(start, start + BATCH);
      await this.small.delete(batch);
      await this.blobs.delete(batch);
    }
  }

  async *list(span: {
    readonly from?: Date;
    readonly before: Date;
  }): AsyncGenerator<string, void, undefined> {
    yield* this.small.list(span);
    for await (const { id, writtenAt } of this.blobs.list()) {
      if (writtenAt < span.before && (span.from === undefined || writtenAt >= span.from)) yield id;
    }
  }

  private async *boxes(id: string, size: number, range: ByteRange): AsyncGenerator<Buffer, void, undefined> {
    if (size <= CHUNK_BYTES) {
      yield await this.small.read(id);
      return;
    }
    const first = Math.floor(range.start / CHUNK_BYTES);
    const last = Math.min(Math.floor(range.end / CHUNK_BYTES), chunksOf(size) - 1);
    const stored = this.blobs.read(id, first * BOX_BYTES, boxBytes(size, first, last));
    for await (const { bytes } of regrouped(stored, BOX_BYTES)) yield bytes;
  }
}

/** Counts and hashes plain bytes as they pass. */
class Meter {
  private readonly hash = createHash('sha256');
  private size = 0;

  constructor(private readonly maxBytes: number) {}

  async *measured(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const piece of source) {
      this.size += piece.length;
      if (this.size > this.maxBytes) throw new ContentTooLarge(this.maxBytes);
      this.hash.update(piece);
      yield piece;
    }
  }

  result(): StoredContent {
    return { size: this.size, sha256: this.hash.digest('hex') };
  }
}

async function* boxesOf(
  first: SealedChunk,
  others: AsyncIterable<SealedChunk>,
): AsyncGenerator<Buffer, void, undefined> {
  yield first.box;
  for await (const { box } of others) yield box;
}

function liesWithin(range: ByteRange, size: number): boolean {
  return range.start >= 0 && range.start <= range.end && range.end < size;
}
