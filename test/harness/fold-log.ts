import {
  bodyOf,
  foldDocument,
  planBatch,
  type Recorded,
  type StoredDocument,
} from '../../projections/engine/folding/fold.js';
import { type Body, type Projection } from '../../projections/engine/projection.js';

/** `<collection>/<id>` → document, tombstones included. */
export type FoldedLog = Map<string, StoredDocument>;

/** The engine's fold on a map: what a read model must come to, without any engine. */
export function foldLog(
  projection: Projection,
  events: readonly Recorded[],
  into: FoldedLog = new Map(),
  batchSize = events.length,
): FoldedLog {
  for (let start = 0; start < events.length; start += batchSize) {
    foldBatch(projection, events.slice(start, start + batchSize), into);
  }
  return into;
}

function foldBatch(projection: Projection, events: readonly Recorded[], into: FoldedLog): void {
  for (const [collection, documents] of planBatch(projection, events).plan) {
    for (const [id, touched] of documents) {
      const key = `${collection}/${id}`;
      const folded = foldDocument(projection, into.get(key), touched, '2026-01-01T00:00:00.000Z');
      if (folded !== undefined) into.set(key, deepFreeze(folded));
    }
  }
}

/** What a query would see. */
export function livingDocuments(log: FoldedLog): Record<string, Body> {
  const living = [...log].filter(([, document]) => document.gone === undefined);
  return Object.fromEntries(
    living.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, doc]) => [key, bodyOf(doc)]),
  );
}

/** Whoever changes what it was given fails at once. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
