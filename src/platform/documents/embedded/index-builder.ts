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
  for (const spec of create) catalog.addIndex(collection, spec);
  statements.clear();
  if (create.length > 0) indexDocuments(engine, name, new Set(create.map((spec) => spec.name)));
  catalog.forget();
}

function indexDocuments({ catalog, statements }: Engine, name: string, indexes: ReadonlySet<string>): void {
  const rows = new RowStore(statements, catalog, name);
  for (const batch of batches(statements, () => rows.collection, planQuery([], {}, {}))) {
    for (const { rid, json } of batch) rows.index(indexes, rid, JSON.parse(json) as JsonObject);
  }
}
