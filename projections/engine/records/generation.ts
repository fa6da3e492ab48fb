import {
  type Documents,
  type DocumentStore,
  type IndexSpec,
} from '../../../src/platform/documents/documents.js';
import { type StoredDocument } from '../folding/fold.js';
import { type Projection } from '../projection.js';

/**
 * The collections of one filling of a projection, from the start of the log: a rebuild makes the next generation
 * beside the live one.
 */
export interface Generation {
  readonly projection: Projection;
  readonly number: number;
}

export const generationId = (projection: string, number: number): string => `${projection}@${number}`;

export const collectionName = (projection: string, number: number, collection: string): string =>
  `${projection}.${number}.${collection}`;

export type Collections = ReadonlyMap<string, Documents<StoredDocument>>;

export function collectionsOf(store: DocumentStore, { projection, number }: Generation): Collections {
  return new Map(
    Object.keys(projection.collections).map((name) => [
      name,
      store.collection<StoredDocument>(collectionName(projection.name, number, name)),
    ]),
  );
}

const tombstones: IndexSpec = {
  name: 'gone',
  key: { gone: 1 },
  sparse: true,
  why: 'the engine: tombstones that have stood for 7 days',
};

export async function createIndexes(collections: Collections, projection: Projection): Promise<void> {
  for (const [name, collection] of collections) {
    await collection.createIndexes([...(projection.collections[name] ?? []), tombstones]);
  }
}

/** Also collections that an earlier version had and this one does not. */
export async function dropGeneration(store: DocumentStore, name: string, number: number): Promise<void> {
  const prefix = collectionName(name, number, '');
  for (const collection of await store.collections()) {
    if (collection.startsWith(prefix)) await store.collection(collection).drop();
  }
}
