import { BulkWriteFailed, DuplicateKey } from '../documents/documents.errors.js';
import { type Document, type Documents, type DocumentStore } from '../documents/documents.js';
import { type Clock } from '../time/clock.js';
import { ContentExists, ContentMissing } from './content.errors.js';

interface SmallContent extends Document {
  /** The one chunk, sealed, base64. */
  readonly box: string;
  /** ISO 8601 instant of the clock. */
  readonly at: string;
}

/** Contents of one chunk, as documents: most bodies are, and share the fsync of the keys they are written with. */
export class SmallContents {
  private readonly documents: Documents<SmallContent>;

  constructor(
    store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.documents = store.collection<SmallContent>('contents');
  }

  async createIndexes(): Promise<void> {
    await this.documents.createIndexes([
      {
        name: 'by-instant',
        key: { at: 1 },
        why: 'what was written in a span of time, for the search of orphans',
      },
    ]);
  }

  /** @throws ContentExists */
  async write(id: string, box: Buffer): Promise<void> {
    const document = { _id: id, box: box.toString('base64'), at: this.clock.now().toISOString() };
    try {
      await this.documents.bulkWrite([{ insertOne: { document } }]);
    } catch (error) {
      const causes = error instanceof BulkWriteFailed ? error.failures.map((one) => one.error) : [error];
      if (causes.every((cause) => cause instanceof DuplicateKey)) throw new ContentExists(id);
      throw error;
    }
  }

  /** @throws ContentMissing */
  async read(id: string): Promise<Buffer> {
    const document = await this.documents.findOne({ _id: id });
    if (document === null) throw new ContentMissing(id);
    return Buffer.from(document.box, 'base64');
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.documents.bulkWrite([{ deleteMany: { filter: { _id: { $in: ids } } } }]);
  }

  async *list(span: {
    readonly from?: Date;
    readonly before: Date;
  }): AsyncGenerator<string, void, undefined> {
    const at = { ...(span.from && { $gte: span.from.toISOString() }), $lt: span.before.toISOString() };
    for await (const { _id } of this.documents.find({ at }, { projection: { _id: 1 } })) yield _id;
  }
}
