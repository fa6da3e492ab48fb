import {
  type BulkResult,
  type Cursor,
  type Documents,
  type Filter,
  type FindOptions,
} from '../../../src/platform/documents/documents.js';
import { type ProjectedDocument } from '../../../src/platform/read-models/read-models.js';

interface MaybeGone {
  readonly gone?: string;
}

/** A collection as queries may see it: without tombstones, and not to be written. */
export class LivingDocuments<T extends object> implements Documents<T & ProjectedDocument> {
  constructor(private readonly documents: Documents<T & ProjectedDocument>) {}

  get name(): string {
    return this.documents.name;
  }

  find(filter: Filter, options: FindOptions = {}): Cursor<T & ProjectedDocument> {
    return living(this.documents.find(filter, withGone(options)));
  }

  async findOne(
    filter: Filter,
    options: Pick<FindOptions, 'sort' | 'projection'> = {},
  ): Promise<(T & ProjectedDocument) | null> {
    const found = await this.documents.findOne(filter, withGone(options));
    return found !== null && isLiving(found) ? found : null;
  }

  /** Of a filter on any field of the projection's own: a tombstone has none of them. */
  async countDocuments(filter: Filter, options?: { readonly limit?: number }): Promise<number> {
    return this.documents.countDocuments(filter, options);
  }

  async bulkWrite(): Promise<BulkResult> {
    throw new Error('a read model is written by its projection alone');
  }

  async createIndexes(): Promise<void> {
    throw new Error('the indexes of a read model are its projection’s');
  }

  async drop(): Promise<void> {
    throw new Error('a read model is dropped by the projections engine alone');
  }
}

function isLiving(document: object): boolean {
  return (document as MaybeGone).gone === undefined;
}

/** A projection that names the fields wanted must still tell tombstones; documents have no such field. */
function withGone<O extends Pick<FindOptions, 'projection'>>(options: O): O {
  const { projection } = options;
  if (projection === undefined || !Object.values(projection).includes(1)) return options;
  return { ...options, projection: { ...projection, gone: 1 } };
}

function living<T extends object>(cursor: Cursor<T>): Cursor<T> {
  return {
    toArray: async () => (await cursor.toArray()).filter(isLiving),
    async *[Symbol.asyncIterator]() {
      for await (const document of cursor) if (isLiving(document)) yield document;
    },
  };
}
