import { DuplicateKey } from '../documents.errors.js';
import { type Catalog } from './catalog.js';
import { keysOf, NO_KEYS } from './index-keys.js';
import { encodeValue } from './key-encoding.js';
import { type Parameter, type Statements } from './statements.js';
import { type CollectionTable, type IndexTable } from './tables.js';
import { equalValues, type JsonObject, own } from './value-order.js';

/** Keys that one statement inserts: few sizes, as each is a statement kept. */
const INSERT_SIZES = [16, 4, 1];

/** What is to change in one index. */
interface KeyChange {
  readonly index: IndexTable;
  readonly gone: readonly Buffer[];
  readonly come: readonly Buffer[];
  /** Of the new document: see {@link DocumentKeys}. */
  readonly arrays: readonly number[];
}

/**
 * Writes the rows of a collection and the keys of its indexes. Everything that can refuse a document is asked
 * before anything is written, so that an operation is carried out whole or not at all.
 */
export class RowStore {
  constructor(
    private readonly statements: Statements,
    private readonly catalog: Catalog,
    private readonly name: string,
  ) {}

  /** As it is now: a document with arrays may change how an index is kept. */
  get collection(): CollectionTable {
    return this.catalog.ensure(this.name);
  }

  /** @throws DuplicateKey */
  insert(document: JsonObject): void {
    const id = document['_id'];
    if (typeof id !== 'string') throw new TypeError('a document needs an _id, a string');
    const { json, stored } = serialised(document);
    const changes = this.keyChanges(null, stored, null);
    this.writeKeys(changes, this.insertRow(encodeValue(id), json, changes));
  }

  /**
   * @returns false where nothing changed
   * @throws DuplicateKey
   */
  replace(rid: number, json: string, before: JsonObject, after: JsonObject): boolean {
    if (after['_id'] !== before['_id']) throw new TypeError('the _id of a document cannot change');
    const next = serialised(after);
    if (next.json === json) return false;
    const changes = this.keyChanges(before, next.stored, rid);
    this.updateRow(rid, { doc: next.json }, changes);
    this.writeKeys(changes, rid);
    return true;
  }

  delete(rid: number, document: JsonObject): void {
    const { apart, sql } = this.collection;
    for (const index of apart) {
      for (const key of keysOf(document, index).keys) this.statements.run(index.sql.delete, [key]);
    }
    this.statements.run(sql.delete, [rid]);
  }

  /** The keys of a document that is there already, in new indexes. @throws DuplicateKey */
  index(names: ReadonlySet<string>, rid: number, document: JsonObject): void {
    const changes = this.keyChanges(null, document, rid, names);
    this.updateRow(rid, {}, changes);
    this.writeKeys(changes, rid);
  }

  private insertRow(key: Buffer, json: string, changes: readonly KeyChange[]): number {
    const values: Parameter[] = [key, json];
    for (const { index, come } of changes) if (index.inRows) values.push(come[0] ?? null);
    try {
      return this.statements.run(this.collection.sql.insert, values);
    } catch (error) {
      if (!isConstraint(error)) throw error;
      throw new DuplicateKey(this.collection.name, '_id_');
    }
  }

  /** Sets the columns whose values are new, and no other: SQLite would write the keys of those again. */
  private updateRow(
    rid: number,
    members: Readonly<Record<string, string>>,
    changes: readonly KeyChange[],
  ): void {
    const columns = Object.keys(members);
    const values: Parameter[] = Object.values(members);
    for (const { index, gone, come } of changes) {
      if (!index.inRows || gone.length + come.length === 0) continue;
      columns.push(index.column);
      values.push(come[0] ?? null);
    }
    if (columns.length === 0) return;
    const sets = columns.map((column) => `${column} = ?`).join(', ');
    this.statements.run(`UPDATE ${this.collection.table} SET ${sets} WHERE rid = ?`, [...values, rid]);
  }

  /** In the order of the indexes; where a document is new, one for each of them. */
  private keyChanges(
    before: JsonObject | null,
    after: JsonObject,
    rid: number | null,
    names?: ReadonlySet<string>,
  ): KeyChange[] {
    for (;;) {
      const collection = this.collection;
      const changes: KeyChange[] = [];
      for (const index of collection.indexes) {
        if (names?.has(index.name) === false) continue;
        const change = this.keyChange(index, before, after, rid);
        if (change !== null) changes.push(change);
      }
      if (!this.learnArrays(collection, changes)) return changes;
    }
  }

  private keyChange(
    index: IndexTable,
    before: JsonObject | null,
    after: JsonObject,
    rid: number | null,
  ): KeyChange | null {
    if (before !== null && sameMembers(index, before, after)) return null;
    const old = before === null ? NO_KEYS : keysOf(before, index);
    const { keys, arrays } = keysOf(after, index);
    const come = missingFrom(keys, old.keys);
    if (index.unique) this.refuseTaken(index, come, rid);
    return { index, gone: missingFrom(old.keys, keys), come, arrays };
  }

  /** @returns whether an index is kept in another way than before */
  private learnArrays(collection: CollectionTable, changes: readonly KeyChange[]): boolean {
    // Asked of every document: mostly there are none.
    if (!changes.some(({ arrays }) => arrays.length > 0)) return false;
    const learnt = changes.filter(({ index, arrays }) =>
      arrays.some((at) => index.fields[at]?.multikey === false),
    );
    if (learnt.length === 0) return false;
    for (const { index, arrays } of learnt) this.catalog.markMultikey(collection, index, arrays);
    this.statements.clear();
    return true;
  }

  private refuseTaken(index: IndexTable, keys: readonly Buffer[], rid: number | null): void {
    for (const key of keys) {
      const holders = this.statements.all<[number]>(index.sql.holder, [key]);
      if (holders.some(([holder]) => holder !== rid))
        throw new DuplicateKey(this.collection.name, index.name);
    }
  }

  private writeKeys(changes: readonly KeyChange[], rid: number): void {
    for (const { index, gone, come } of changes) {
      if (index.inRows) continue;
      for (const key of gone) this.statements.run(index.sql.delete, [key]);
      this.insertKeys(index, come, rid);
    }
  }

  /** Many in a statement: to call SQLite costs as much as what it then does. */
  private insertKeys(index: IndexTable, keys: readonly Buffer[], rid: number): void {
    let at = 0;
    for (const size of INSERT_SIZES) {
      for (; keys.length - at >= size; at += size) {
        const values = keys.slice(at, at + size).flatMap((key) => [key, rid]);
        this.statements.run(`${index.sql.insert} ${'(?, ?), '.repeat(size - 1)}(?, ?)`, values);
      }
    }
  }
}

/** The document has the same keys as before: most changes are of members that no index looks at. */
function sameMembers(index: IndexTable, before: JsonObject, after: JsonObject): boolean {
  return index.members.every((member) => equalValues(own(before, member), own(after, member)));
}

function isConstraint(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT');
}

const NOTHING: readonly Buffer[] = [];

/** Most documents have one key an index, or none: only those with arrays are worth a set. */
function missingFrom(keys: readonly Buffer[], others: readonly Buffer[]): readonly Buffer[] {
  if (keys.length === 0 || others.length === 0) return keys;
  const [key] = keys;
  if (key !== undefined && keys.length === 1)
    return others.some((other) => other.equals(key)) ? NOTHING : keys;
  const known = new Set(others.map((other) => other.toString('latin1')));
  return keys.filter((one) => !known.has(one.toString('latin1')));
}

/**
 * The document as text, and as it will be read back. JSON escapes half a surrogate pair, which UTF-8 (and MongoDB)
 * cannot hold: it becomes U+FFFD.
 */
function serialised(document: JsonObject): { json: string; stored: JsonObject } {
  const json = JSON.stringify(document);
  if (json.includes('\\u0000')) refuseNulInNames(document);
  if (!json.includes('\\ud')) return { json, stored: document };
  const stored = JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'string' ? Buffer.from(value).toString() : value,
  ) as JsonObject;
  return { json: JSON.stringify(stored), stored };
}

/** MongoDB ends a name by a NUL. */
function refuseNulInNames(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (name.includes('\0')) throw new TypeError('the name of a member holds a NUL');
    refuseNulInNames(member);
  }
}
