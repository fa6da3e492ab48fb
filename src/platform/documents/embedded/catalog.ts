import { type SqliteDatabase } from '../../embedded/sqlite-database.js';
import { type IndexSpec, type Sort } from '../documents.js';
import { keysApart, keysInRows, keysOutOfRows, migrateKeys } from './key-columns.js';
import { type KeyField } from './planner.js';
import {
  type CollectionTable,
  collectionTable,
  type IndexTable,
  indexTable,
  tableOf,
  treeOf,
} from './tables.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS collections (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS indexes (
    id INTEGER PRIMARY KEY,
    collection INTEGER NOT NULL REFERENCES collections (id),
    name TEXT NOT NULL,
    spec TEXT NOT NULL,
    multikey TEXT NOT NULL DEFAULT '[]',
    UNIQUE (collection, name)
  );
`;

type StoredSpec = Pick<IndexSpec, 'key' | 'unique' | 'sparse'>;

/** Which collections and indexes there are, and the tables that hold them. Its own changes belong in a write. */
export class Catalog {
  private readonly known = new Map<string, CollectionTable>();

  constructor(private readonly db: SqliteDatabase) {
    db.exec(SCHEMA);
    migrateKeys(db);
  }

  names(): string[] {
    const rows = this.db.prepare('SELECT name FROM collections ORDER BY name').raw().all([]) as [string][];
    return rows.map(([name]) => name);
  }

  find(name: string): CollectionTable | null {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const rows = this.db.prepare('SELECT id FROM collections WHERE name = ?').raw().all([name]) as [number][];
    const [row] = rows;
    if (row === undefined) return null;
    const table = collectionTable(row[0], name, this.indexesOf(row[0]));
    this.known.set(name, table);
    return table;
  }

  /** The collection, made if it is not there. */
  ensure(name: string): CollectionTable {
    const known = this.find(name);
    if (known !== null) return known;
    const { lastInsertRowid } = this.db.prepare('INSERT INTO collections (name) VALUES (?)').run([name]);
    this.db.exec(
      `CREATE TABLE ${tableOf(Number(lastInsertRowid))} (rid INTEGER PRIMARY KEY, k BLOB NOT NULL UNIQUE, doc TEXT NOT NULL)`,
    );
    return this.ensure(name);
  }

  /** An index without its keys. */
  addIndex(collection: CollectionTable, spec: IndexSpec): IndexTable {
    const stored: StoredSpec = { key: spec.key, unique: spec.unique ?? false, sparse: spec.sparse ?? false };
    const { lastInsertRowid } = this.db
      .prepare('INSERT INTO indexes (collection, name, spec) VALUES (?, ?, ?)')
      .run([collection.id, spec.name, JSON.stringify(stored)]);
    const id = Number(lastInsertRowid);
    this.db.exec(keysInRows(collection.id, id, stored));
    this.known.delete(collection.name);
    return storedIndex(collection.id, id, spec.name, stored, []);
  }

  dropIndex(collection: CollectionTable, index: IndexTable): void {
    this.db.exec(index.inRows ? keysOutOfRows(collection.id, index.id) : `DROP TABLE ${treeOf(index.id)}`);
    this.db.prepare('DELETE FROM indexes WHERE id = ?').run([index.id]);
    this.known.delete(collection.name);
  }

  drop(collection: CollectionTable): void {
    for (const index of collection.apart) this.dropIndex(collection, index);
    this.db.exec(`DROP TABLE ${collection.table}`);
    this.db.prepare('DELETE FROM indexes WHERE collection = ?').run([collection.id]);
    this.db.prepare('DELETE FROM collections WHERE id = ?').run([collection.id]);
    this.known.delete(collection.name);
  }

  /** From now on these fields of the index may have several keys a document: look the collection up again. */
  markMultikey(collection: CollectionTable, index: IndexTable, fields: readonly number[]): void {
    const places = index.fields.flatMap((field, at) => (field.multikey || fields.includes(at) ? [at] : []));
    this.db.prepare('UPDATE indexes SET multikey = ? WHERE id = ?').run([JSON.stringify(places), index.id]);
    if (index.inRows) this.db.exec(keysApart(collection.id, index.id));
    this.known.delete(collection.name);
  }

  /** What was learnt in a write that did not stay must not stay either. */
  forget(): void {
    this.known.clear();
  }

  private indexesOf(collection: number): IndexTable[] {
    const rows = this.db
      .prepare('SELECT id, name, spec, multikey FROM indexes WHERE collection = ? ORDER BY id')
      .raw()
      .all([collection]) as [number, string, string, string][];
    return rows.map(([id, name, spec, multikey]) =>
      storedIndex(collection, id, name, JSON.parse(spec) as StoredSpec, JSON.parse(multikey) as number[]),
    );
  }
}

function storedIndex(
  collection: number,
  id: number,
  name: string,
  { key, unique = false, sparse = false }: StoredSpec,
  multikey: readonly number[],
): IndexTable {
  const fields = fieldsOf(key, unique).map((field, at) => ({ ...field, multikey: multikey.includes(at) }));
  return indexTable(collection, id, { name, key, fields, unique, sparse });
}

/** `_id` ends a key that would not be one document's alone, in the direction of the field before it. */
function fieldsOf(key: Sort, unique: boolean): Omit<KeyField, 'multikey'>[] {
  const fields = Object.entries(key).map(([path, direction]) => ({ path, direction }));
  const last = fields.at(-1);
  if (last === undefined) throw new TypeError('an index needs a key');
  if (fields.some(({ path }) => path.split('.').some((part) => /^\d+$/.test(part)))) {
    throw new TypeError('an index of a place in an array is not supported');
  }
  if (unique || last.path === '_id') return fields;
  return [...fields, { path: '_id', direction: last.direction }];
}
