import { type Sort } from '../documents.js';
import { type PlannedIndex } from './planner.js';

/**
 * A declared index: a B-tree of keys (see key-encoding.ts), each with the row of its document. A document with
 * arrays has several.
 */
export interface IndexTable extends PlannedIndex {
  readonly id: number;
  /** Of SQLite: columns `k`, `rid`. */
  readonly table: string;
  readonly key: Sort;
}

/** A collection: columns `rid`, `k` (the encoded `_id`), `doc` (JSON). */
export interface CollectionTable {
  readonly id: number;
  readonly name: string;
  readonly table: string;
  readonly indexes: readonly IndexTable[];
}

/** The unique B-tree over `_id` that every collection has in its own table. */
export const primaryIndex = (collection: CollectionTable): IndexTable => ({
  id: 0,
  name: '_id_',
  table: collection.table,
  key: { _id: 1 },
  fields: [{ path: '_id', direction: 1, multikey: false }],
  unique: true,
  sparse: false,
});

/** A stored document as it is read. */
export interface StoredRow {
  readonly rid: number;
  /** Its key in the index that it was found by. */
  readonly key: Buffer;
  readonly json: string;
}
