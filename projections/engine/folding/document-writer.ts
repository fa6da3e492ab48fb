import { type BulkOperation, type Documents } from '../../../src/platform/documents/documents.js';
import { type Clock } from '../../../src/platform/time/clock.js';
import { foldDocument, type BatchPlan, type StoredDocument, type Touched } from './fold.js';
import { type Collections } from '../records/generation.js';
import { isDuplicate } from './is-duplicate.js';
import { type Projection } from '../projection.js';
import { within } from '../waiting.js';

/** Ids of one read, operations of one write. */
const CHUNK = 1_000;
/** Another runner that fills the same generation is gone after a batch of its own: more rounds have another cause. */
const ROUNDS = 20;

interface Write {
  readonly touched: Touched;
  /** The position that the document had when it was read; undefined where there was none. */
  readonly read: string | undefined;
  readonly document: StoredDocument;
}

type Writes = ReadonlyMap<string, readonly Write[]>;

export interface DocumentWriterDeps {
  readonly projection: Projection;
  readonly collections: Collections;
  readonly clock: Clock;
  readonly deadlineMs: number;
}

/** Brings the documents of a batch up to date: read, fold, write whole by compare-and-set on the position read. */
export class DocumentWriter {
  constructor(private readonly deps: DocumentWriterDeps) {}

  /**
   * Repeating it, whole or in part, changes nothing.
   *
   * @param guard called before each write; what it throws ends the batch
   * @throws UnprojectableEvent before anything is written
   */
  async apply(plan: BatchPlan, guard: () => Promise<void>): Promise<void> {
    let writes = await this.fold(plan);
    for (let round = 0; writes.size > 0; round++) {
      if (round === ROUNDS) throw new Error('documents keep changing under the batch');
      await guard();
      writes = await this.fold(await this.write(writes));
    }
  }

  private async fold(plan: BatchPlan): Promise<Writes> {
    const writes = new Map<string, Write[]>();
    const goneAt = this.deps.clock.now().toISOString();
    const read = await Promise.all(
      [...plan].map(async ([name, touched]) => [name, touched, await this.read(name, touched)] as const),
    );
    for (const [name, documents, stored] of read) {
      const changed: Write[] = [];
      for (const [id, touched] of documents) {
        const before = stored.get(id);
        const document = foldDocument(this.deps.projection, before, touched, goneAt);
        if (document !== undefined) changed.push({ touched, read: before?.position, document });
      }
      if (changed.length > 0) writes.set(name, changed);
    }
    return writes;
  }

  private async read(
    name: string,
    touched: ReadonlyMap<string, Touched>,
  ): Promise<ReadonlyMap<string, StoredDocument>> {
    const stored = new Map<string, StoredDocument>();
    const collection = this.collection(name);
    for (const ids of chunks([...touched.keys()])) {
      const found = await this.inTime('read', collection.find({ _id: { $in: ids } }).toArray());
      for (const document of found) stored.set(document._id, document);
    }
    return stored;
  }

  /** @returns what has to be read and folded again, because another runner wrote in between */
  private async write(writes: Writes): Promise<BatchPlan> {
    const lost = await Promise.all(
      [...writes].map(async ([name, changed]) => {
        const again = new Map<string, Touched>();
        for (const chunk of chunks(changed)) {
          if (await this.writeChunk(this.collection(name), chunk)) continue;
          for (const write of await this.lostOf(name, chunk)) again.set(write.document._id, write.touched);
        }
        return [name, again] as const;
      }),
    );
    return new Map(lost.filter(([, again]) => again.size > 0));
  }

  /** @returns whether every document was written by us */
  private async writeChunk(collection: Documents<StoredDocument>, chunk: readonly Write[]): Promise<boolean> {
    try {
      const written = await this.inTime(
        'write',
        collection.bulkWrite(chunk.map(operation), { ordered: false }),
      );
      return written.insertedCount + written.matchedCount === chunk.length;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return false;
    }
  }

  /** Those whose document does not stand where our write would have put it. */
  private async lostOf(name: string, chunk: readonly Write[]): Promise<Write[]> {
    const ids = chunk.map(({ document }) => document._id);
    const find = this.collection(name).find({ _id: { $in: ids } }, { projection: { position: 1 } });
    const positions = new Map(
      (await this.inTime('read', find.toArray())).map((one) => [one._id, one.position]),
    );
    return chunk.filter(({ document }) => positions.get(document._id) !== document.position);
  }

  private collection(name: string): Documents<StoredDocument> {
    const collection = this.deps.collections.get(name);
    if (collection === undefined) throw new Error(`${this.deps.projection.name} has no collection ${name}`);
    return collection;
  }

  private inTime<T>(what: string, work: Promise<T>): Promise<T> {
    return within(this.deps.deadlineMs, `${what} of documents`, work);
  }
}

function operation({ read, document }: Write): BulkOperation<StoredDocument> {
  if (read === undefined) return { insertOne: { document } };
  return { replaceOne: { filter: { _id: document._id, position: read }, replacement: document } };
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length <= CHUNK) yield items;
  else for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}
