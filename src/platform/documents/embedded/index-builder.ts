import { type IndexSpec } from '../documents.js';
import { indexChanges } from '../index-changes.js';
import { type Engine } from './engine.js';
import { planQuery } from './planner.js';
import { batches } from './reader.js';
import { RowStore } from './row-store.js';
import { type JsonObject } from './value-order.js';

/** Makes the indexes that are missing, with the keys of the documents that are there. @throws DuplicateKey */
export function buildIndexes(engine: Engine, name: string, wanted: readonly IndexSpec[]): void {
  const { catalog, statements } = engine;
  const collection = catalog.ensure(name);
  const { drop, create } = indexChanges(collection.indexes, wanted);
  if (drop.length === 0 && create.length === 0) return;
  for (const index of collection.indexes) if (drop.includes(index.name)) catalog.dropIndex(collection, index);
  const added = create.map((spec) => catalog.addIndex(collection, spec));
  statements.clear();
  const rows = new RowStore(statements, catalog, collection);
  for (const batch of batches(statements, collection, planQuery([], {}, {}))) {
    for (const { rid, json } of batch) {
      const document = JSON.parse(json) as JsonObject;
      for (const index of added) rows.index(index, rid, document);
    }
  }
  catalog.forget();
}
