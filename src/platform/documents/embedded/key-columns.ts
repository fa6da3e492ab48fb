import { type SqliteDatabase } from '../../embedded/sqlite-database.js';
import { type IndexSpec } from '../documents.js';
import { columnOf, tableOf, treeOf } from './tables.js';

type Constraints = Pick<IndexSpec, 'unique' | 'sparse'>;

/** SQL that begins an index: a column for its keys, empty, and SQLite's index on it. */
export function keysInRows(collection: number, index: number, constraints: Constraints): string {
  return addColumn(collection, index) + addTree(collection, index, constraints);
}

/** SQL that takes the index away. */
export function keysOutOfRows(collection: number, index: number): string {
  return `DROP INDEX ${treeOf(index)}; ALTER TABLE ${tableOf(collection)} DROP COLUMN ${columnOf(index)};`;
}

/** SQL that gives the keys a table of their own, where a document may have several. */
export function keysApart(collection: number, index: number): string {
  const [table, column, tree] = [tableOf(collection), columnOf(index), treeOf(index)];
  return `
    DROP INDEX ${tree};
    CREATE TABLE ${tree} (k BLOB PRIMARY KEY, rid INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO ${tree} (k, rid) SELECT ${column}, rid FROM ${table} WHERE ${column} IS NOT NULL ORDER BY ${column};
    ALTER TABLE ${table} DROP COLUMN ${column};`;
}

const addColumn = (collection: number, index: number): string =>
  `ALTER TABLE ${tableOf(collection)} ADD COLUMN ${columnOf(index)} BLOB;`;

function addTree(collection: number, index: number, { unique = false, sparse = false }: Constraints): string {
  const [table, column] = [tableOf(collection), columnOf(index)];
  const where = sparse ? ` WHERE ${column} IS NOT NULL` : '';
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${treeOf(index)} ON ${table} (${column})${where};`;
}

/** Of the file, as its `user_version`: 0 has the keys of every index in a table of their own. */
const FORMAT = 1;

/**
 * Brings a file of an earlier format to this one, whole or not at all. The keys stay as they are.
 *
 * @throws SqliteError
 */
export function migrateKeys(db: SqliteDatabase): void {
  const [version] = db.prepare('PRAGMA user_version').raw().all([]) as [number][];
  if ((version?.[0] ?? 0) >= FORMAT) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    const indexes = db
      .prepare(`SELECT collection, id, spec FROM indexes WHERE multikey = '[]'`)
      .raw()
      .all([]) as [number, number, string][];
    for (const [collection, index, spec] of indexes) {
      const [table, column, tree] = [tableOf(collection), columnOf(index), treeOf(index)];
      db.exec(addColumn(collection, index));
      db.exec(`UPDATE ${table} SET ${column} = ${tree}.k FROM ${tree} WHERE ${tree}.rid = ${table}.rid`);
      db.exec(`DROP TABLE ${tree}`);
      db.exec(addTree(collection, index, JSON.parse(spec) as Constraints));
    }
    db.exec(`PRAGMA user_version = ${FORMAT}; COMMIT`);
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
