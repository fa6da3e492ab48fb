import { type Sort } from '../documents.js';
import { type PlannedIndex } from './planner.js';

/**
 * A declared index: a B-tree of keys (see key-encoding.ts), each with the row of its document. As long as every
 * document has one key at most, the keys are a column of the collection's own table with an index of SQLite on it:
 * one statement writes the row and all of them. A document with arrays has several: such an index has a table of
 * its own.
 */
export interface IndexTable extends PlannedIndex {
  readonly id: number;
  readonly key: Sort;
  /** Top-level members that its keys are made of. */
  readonly members: readonly string[];
  /** The keys are a column of the documents' rows. */
  readonly inRows: boolean;
  /** Of SQLite: what holds the keys, for a FROM. */
  readonly from: string;
  /** The keys, beside `rid`. */
  readonly column: string;
  readonly sql: { readonly holder: string; readonly insert: string; readonly delete: string };
}

/** A collection: columns `rid`, `k` (the encoded `_id`), `doc` (JSON), and one for each index whose keys are in rows. */
export interface CollectionTable {
  readonly id: number;
  readonly name: string;
  readonly table: string;
  /** The unique B-tree over `_id`. */
  readonly primary: IndexTable;
  /** In the order of the columns in `sql.insert`, after `k` and `doc`. */
  readonly inRows: readonly IndexTable[];
  /** The others. */
  readonly apart: readonly IndexTable[];
  readonly indexes: readonly IndexTable[];
  readonly sql: {
    readonly byId: string;
    readonly insert: string;
    readonly delete: string;
  };
}

/** The number of the index over `_id`, which the catalogue does not hold. */
export const PRIMARY = 0;

export const tableOf = (collection: number): string => `c${collection}`;
export const columnOf = (index: number): string => `x${index}`;
/** The index of SQLite on the column, or the table of keys: never both. */
export const treeOf = (index: number): string => `i${index}`;

export function collectionTable(id: number, name: string, indexes: readonly IndexTable[]): CollectionTable {
  const table = tableOf(id);
  const inRows = indexes.filter((index) => index.inRows);
  const columns = ['k', 'doc', ...inRows.map((index) => index.column)];
  const sql = {
    byId: `SELECT rid, doc FROM ${table} WHERE k = ?`,
    insert: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    delete: `DELETE FROM ${table} WHERE rid = ?`,
  };
  const apart = indexes.filter((index) => !index.inRows);
  return { id, name, table, primary: primaryIndex(table), inRows, apart, indexes, sql };
}

type Declared = Omit<IndexTable, 'id' | 'members' | 'inRows' | 'from' | 'column' | 'sql'>;

export function indexTable(collection: number, id: number, index: Declared): IndexTable {
  const inRows = !index.fields.some((field) => field.multikey);
  if (!inRows) return located(id, index, { inRows, from: treeOf(id), column: 'k' });
  // Whatever SQLite's own planner thinks.
  const from = `${tableOf(collection)} INDEXED BY ${treeOf(id)}`;
  return located(id, index, { inRows, from, column: columnOf(id) });
}

function primaryIndex(table: string): IndexTable {
  const index: Declared = {
    name: '_id_',
    key: { _id: 1 },
    fields: [{ path: '_id', direction: 1, multikey: false }],
    unique: true,
    sparse: false,
  };
  return located(PRIMARY, index, { inRows: true, from: table, column: 'k' });
}

function located(
  id: number,
  index: Declared,
  place: Pick<IndexTable, 'inRows' | 'from' | 'column'>,
): IndexTable {
  const members = [...new Set(index.fields.map(({ path }) => path.split('.')[0] ?? ''))];
  const { from, column } = place;
  const sql = {
    holder: `SELECT rid FROM ${from} WHERE ${column} = ?`,
    /**
     * For a table of keys; to be followed by as many `(?, ?)` as there are keys. A key that is there already fails the
     * whole write: to undo the statement alone, which SQLite would prepare for, costs ten times as much.
     */
    insert: `INSERT OR FAIL INTO ${from} (k, rid) VALUES`,
    delete: `DELETE FROM ${from} WHERE k = ?`,
  };
  return { ...index, ...place, id, members, sql };
}

/** A stored document as it is read. */
export interface StoredRow {
  readonly rid: number;
  readonly json: string;
}
