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
  /** Top-level members that its keys are made of. */
  readonly members: readonly string[];
  readonly sql: { readonly holder: string; readonly insert: string; readonly delete: string };
}

/** A collection: columns `rid`, `k` (the encoded `_id`), `doc` (JSON). */
export interface CollectionTable {
  readonly id: number;
  readonly name: string;
  readonly table: string;
  readonly indexes: readonly IndexTable[];
  readonly sql: {
    readonly byId: string;
    readonly insert: string;
    readonly update: string;
    readonly delete: string;
  };
}

export function collectionTable(id: number, name: string, indexes: readonly IndexTable[]): CollectionTable {
  const table = `c${id}`;
  const sql = {
    byId: `SELECT rid, doc FROM ${table} WHERE k = ?`,
    insert: `INSERT INTO ${table} (k, doc) VALUES (?, ?)`,
    update: `UPDATE ${table} SET doc = ? WHERE rid = ?`,
    delete: `DELETE FROM ${table} WHERE rid = ?`,
  };
  return { id, name, table, indexes, sql };
}

export function indexTable(
  id: number,
  table: string,
  index: Omit<IndexTable, 'id' | 'table' | 'members' | 'sql'>,
): IndexTable {
  const members = [...new Set(index.fields.map(({ path }) => path.split('.')[0] ?? ''))];
  const sql = {
    holder: `SELECT rid FROM ${table} WHERE k = ?`,
    /**
     * To be followed by as many `(?, ?)` as there are keys. A key that is there already fails the whole write: to undo
     * the statement alone, which SQLite would prepare for, costs ten times as much.
     */
    insert: `INSERT OR FAIL INTO ${table} (k, rid) VALUES`,
    delete: `DELETE FROM ${table} WHERE k = ?`,
  };
  return { ...index, id, table, members, sql };
}

/** The unique B-tree over `_id` that every collection has in its own table. */
export const primaryIndex = (collection: CollectionTable): IndexTable =>
  indexTable(0, collection.table, {
    name: '_id_',
    key: { _id: 1 },
    fields: [{ path: '_id', direction: 1, multikey: false }],
    unique: true,
    sparse: false,
  });

/** A stored document as it is read. */
export interface StoredRow {
  readonly rid: number;
  readonly json: string;
}
