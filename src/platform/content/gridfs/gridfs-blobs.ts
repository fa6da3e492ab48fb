import { Binary, type Collection, type Db, MongoError, MongoServerError, ObjectId } from 'mongodb';
import { BOX_BYTES } from '../chunks.js';
import { type BlobStore } from '../content-store.js';
import { ContentExists, ContentMissing, ContentUnavailable } from '../content.errors.js';
import { regrouped } from '../regrouped.js';

/** Whole boxes in each document: a range reads no byte that it does not need to open its chunks. */
const CHUNK_SIZE = 4 * BOX_BYTES;
/** For each call, not for the whole content: a slow sender is no fault of the database. */
const TIMEOUT_MS = 10_000;
const READ_AHEAD = 4;
const DUPLICATE_KEY = 11_000;
/** `~` stands in no id of a content. */
const PARTIAL = 'partial~';

interface FileDocument {
  readonly _id: ObjectId;
  readonly filename: string;
  readonly length: number;
  readonly chunkSize: number;
  readonly uploadDate: Date;
}

interface ChunkDocument {
  readonly _id: ObjectId;
  readonly files_id: ObjectId;
  readonly n: number;
  readonly data: Binary;
}

/** An upload that has begun; what a crash leaves of it is found by this. */
interface UploadDocument {
  readonly _id: ObjectId;
  readonly at: Date;
}

/**
 * Blobs in MongoDB, in the layout of GridFS (bucket `blobs`), the file's name being the blob's id. The driver's own
 * bucket is not used: its streams have one time limit for a whole content, and two writers of one name do not
 * notice each other.
 */
export class GridFsBlobs implements BlobStore {
  private readonly files: Collection<FileDocument>;
  private readonly chunks: Collection<ChunkDocument>;
  private readonly uploads: Collection<UploadDocument>;

  private constructor(db: Db) {
    this.files = db.collection('blobs.files');
    this.chunks = db.collection('blobs.chunks');
    this.uploads = db.collection('blobs.uploads');
  }

  static async open(db: Db): Promise<GridFsBlobs> {
    const blobs = new GridFsBlobs(db);
    const unique = { unique: true };
    await available('index', blobs.files.createIndex({ filename: 1 }, unique, limited()));
    await available('index', blobs.chunks.createIndex({ files_id: 1, n: 1 }, unique, limited()));
    return blobs;
  }

  async write(id: string, source: AsyncIterable<Uint8Array>, writtenAt: Date): Promise<void> {
    const file = new ObjectId();
    await available('write', this.uploads.insertOne({ _id: file, at: writtenAt }, limited()));
    try {
      const length = await this.writeChunks(file, source);
      const document = { _id: file, filename: id, length, chunkSize: CHUNK_SIZE, uploadDate: writtenAt };
      await available('write', this.files.insertOne(document, limited()));
    } catch (error) {
      await this.deletePartial([file]);
      throw isDuplicate(error) ? new ContentExists(id) : error;
    }
    await available('write', this.uploads.deleteOne({ _id: file }, limited()));
  }

  async *read(id: string, start: number, length: number): AsyncGenerator<Buffer, void, undefined> {
    const file = await available('read', this.files.findOne({ filename: id }, limited()));
    if (file === null) throw new ContentMissing(id);
    const first = Math.floor(start / file.chunkSize);
    const last = Math.floor((start + length - 1) / file.chunkSize);
    const cursor = this.chunks
      .find(
        { files_id: file._id, n: { $gte: first, $lte: last } },
        { ...limited(), timeoutMode: 'iteration' },
      )
      .sort({ n: 1 })
      .batchSize(READ_AHEAD);
    try {
      for (let n = first; n <= last; n++) {
        const chunk = await available('read', cursor.next());
        // Where one is missing the blob ends: the reader knows how long it must be.
        if (chunk?.n !== n) return;
        const offset = n * file.chunkSize;
        const bytes = Buffer.from(chunk.data.buffer).subarray(
          Math.max(0, start - offset),
          start + length - offset,
        );
        yield bytes;
      }
    } finally {
      await cursor.close();
    }
  }

  async delete(ids: readonly string[]): Promise<void> {
    const partial = ids
      .filter((id) => id.startsWith(PARTIAL))
      .map((id) => new ObjectId(id.slice(PARTIAL.length)));
    if (partial.length > 0) await this.deletePartial(partial);
    const whole = ids.filter((id) => !id.startsWith(PARTIAL));
    const files = await available(
      'delete',
      this.files.find({ filename: { $in: whole } }, { ...limited(), projection: { _id: 1 } }).toArray(),
    );
    if (files.length === 0) return;
    const found = files.map(({ _id }) => _id);
    // The chunks first: a file whose deletion was cut off is found again by its name.
    await available('delete', this.chunks.deleteMany({ files_id: { $in: found } }, limited()));
    await available('delete', this.files.deleteMany({ _id: { $in: found } }, limited()));
  }

  async *list(): AsyncGenerator<{ readonly id: string; readonly writtenAt: Date }, void, undefined> {
    const perCall = { ...limited(), timeoutMode: 'iteration' } as const;
    for await (const { filename, uploadDate } of this.files.find({}, perCall)) {
      yield { id: filename, writtenAt: uploadDate };
    }
    for await (const { _id, at } of this.uploads.find({}, perCall)) {
      yield { id: PARTIAL + _id.toHexString(), writtenAt: at };
    }
  }

  private async writeChunks(file: ObjectId, source: AsyncIterable<Uint8Array>): Promise<number> {
    let n = 0;
    let length = 0;
    for await (const { bytes: data } of regrouped(source, CHUNK_SIZE)) {
      const chunk = { _id: new ObjectId(), files_id: file, n, data: new Binary(data) };
      await available('write', this.chunks.insertOne(chunk, limited()));
      n++;
      length += data.length;
    }
    return length;
  }

  /** What uploads that never ended have left. One that did end, but for its mark, loses the mark alone. */
  private async deletePartial(uploads: readonly ObjectId[]): Promise<void> {
    const ended = await available('delete', this.files.find({ _id: { $in: uploads } }, limited()).toArray());
    const whole = new Set(ended.map(({ _id }) => _id.toHexString()));
    const cut = uploads.filter((upload) => !whole.has(upload.toHexString()));
    await available('delete', this.chunks.deleteMany({ files_id: { $in: cut } }, limited()));
    await available('delete', this.uploads.deleteMany({ _id: { $in: uploads } }, limited()));
  }
}

function limited(): { timeoutMS: number } {
  return { timeoutMS: TIMEOUT_MS };
}

async function available<T>(operation: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof MongoError && !isDuplicate(error)) {
      throw new ContentUnavailable(operation, { cause: error });
    }
    throw error;
  }
}

function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}
