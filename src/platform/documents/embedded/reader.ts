import { type Filter, type Sort } from '../documents.js';
import { isOneString, type KeyRange } from './bounds.js';
import { idsPlan } from './ids-plan.js';
import { compileFilter, type Predicate } from './matcher.js';
import { type Plan, planQuery } from './planner.js';
import { type Statements } from './statements.js';
import { type CollectionTable, type IndexTable, PRIMARY, type StoredRow } from './tables.js';
import { type JsonObject } from './value-order.js';

export interface Found {
  readonly row: StoredRow;
  readonly document: JsonObject;
}

/** A filter made ready: how its documents are found, and which of those it accepts. */
export interface Query {
  readonly plan: Plan<IndexTable>;
  readonly accepts: Predicate;
}

export function prepareQuery(collection: CollectionTable, filter: Filter, sort: Sort = {}): Query {
  const accepts = compileFilter(filter);
  const plan =
    idsPlan(collection.primary, filter, sort) ??
    planQuery([collection.primary, ...collection.indexes], filter, sort);
  return { plan, accepts };
}

/** What a batch may hold in memory, by the size of the documents before it. */
const BATCH_CHARACTERS = 1_000_000;
const LARGEST_BATCH = 1_000;
const FIRST_BATCH = 16;

/** SQL that reads a range of an index, or of the whole collection, in the order of the plan. */
export function rangeSql(collection: CollectionTable, index: IndexTable | null, reverse: boolean): string {
  if (index === null) {
    return `SELECT rid, doc FROM ${collection.table} WHERE rid > ? AND rid < ? ORDER BY rid LIMIT ?`;
  }
  const { from, column, inRows } = index;
  const order = reverse ? `${column} DESC` : column;
  if (inRows) {
    return `SELECT rid, doc FROM ${from} WHERE ${column} >= ? AND ${column} < ? ORDER BY ${order} LIMIT ?`;
  }
  // CROSS JOIN: the index first, whatever SQLite's own planner thinks.
  return (
    `SELECT i.rid, c.doc FROM ${from} AS i CROSS JOIN ${collection.table} AS c ON c.rid = i.rid ` +
    `WHERE i.${column} >= ? AND i.${column} < ? ORDER BY i.${order} LIMIT ?`
  );
}

/**
 * The stored rows that a plan leads to, in batches; each batch is a statement of its own that starts behind the one
 * before, so that nothing stays open between two of them. As with MongoDB's cursors, a document that moves in the
 * index meanwhile may be seen twice or not at all.
 *
 * @param current the collection as it is when a batch is read: how an index is kept may change between two
 * @param expected rows that will do, if known
 */
export function* batches(
  statements: Statements,
  current: () => CollectionTable,
  plan: Plan<IndexTable>,
  expected?: number,
): Generator<readonly StoredRow[], void> {
  const { index, reverse } = plan;
  const collection = current();
  const size = new BatchSize(expected);
  const ranges = reverse ? [...plan.ranges].reverse() : plan.ranges;
  if (index === null) {
    yield* wholeCollection(statements, rangeSql(collection, null, reverse), size);
  } else if (index.id === PRIMARY && ranges.length > 1 && ranges.every(isOneString)) {
    yield* byIds(statements, collection, ranges, reverse);
  } else {
    const sql = () => statementsOfRange(current(), index, reverse);
    for (const range of ranges) yield* oneRange(statements, sql, range, reverse, size);
  }
}

/** SQL for the rows of a range, and for the last key of them: a key for each row would cost as much as the row. */
interface RangeStatements {
  readonly rows: string;
  readonly last: string;
}

function statementsOfRange(
  collection: CollectionTable,
  planned: IndexTable,
  reverse: boolean,
): RangeStatements {
  const index = collection.indexes.find(({ id }) => id === planned.id) ?? planned;
  const { from, column } = index;
  const order = reverse ? `${column} DESC` : column;
  const last = `SELECT ${column} FROM ${from} WHERE ${column} >= ? AND ${column} < ? ORDER BY ${order} LIMIT 1 OFFSET ?`;
  return { rows: rangeSql(collection, index, reverse), last };
}

class BatchSize {
  private size: number;

  constructor(expected?: number) {
    this.size = Math.min(Math.max(expected ?? FIRST_BATCH, 1), 100);
  }

  get next(): number {
    return this.size;
  }

  /** Grows after a full batch only: who wants a page has it in one, be it from several ranges. */
  learn(rows: readonly StoredRow[]): void {
    const characters = rows.reduce((sum, row) => sum + row.json.length, 0);
    const fitting = Math.floor((BATCH_CHARACTERS * rows.length) / Math.max(characters, 1));
    const wished = rows.length < this.size ? this.size : this.size * 4;
    this.size = Math.max(1, Math.min(LARGEST_BATCH, wished, fitting));
  }
}

function* wholeCollection(
  statements: Statements,
  sql: string,
  size: BatchSize,
): Generator<StoredRow[], void> {
  let last = 0;
  for (;;) {
    const wanted = size.next;
    const rows = statements.all<[number, string]>(sql, [last, Number.MAX_SAFE_INTEGER, wanted]);
    if (rows.length === 0) return;
    const batch = rows.map(([rid, json]) => ({ rid, json }));
    size.learn(batch);
    yield batch;
    if (rows.length < wanted) return;
    last = rows.at(-1)?.[0] ?? last;
  }
}

const NO_KEY = Buffer.alloc(0);
const SUCCESSOR = Buffer.from([0]);

function* oneRange(
  statements: Statements,
  sql: () => RangeStatements,
  range: KeyRange,
  reverse: boolean,
  size: BatchSize,
): Generator<StoredRow[], void> {
  let { start, end } = range;
  for (;;) {
    const wanted = size.next;
    const read = sql();
    const rows = statements.all<[number, string]>(read.rows, [start, end, wanted]);
    if (rows.length === 0) return;
    const [last] =
      rows.length < wanted ? [] : statements.all<[ArrayBuffer]>(read.last, [start, end, wanted - 1]);
    const batch = rows.map(([rid, json]) => ({ rid, json }));
    size.learn(batch);
    yield batch;
    if (last === undefined) return;
    const key = Buffer.from(last[0]);
    if (reverse) end = key;
    else start = Buffer.concat([key, SUCCESSOR]);
  }
}

/** Ids that one statement asks for. */
export const IDS_A_STATEMENT = 64;

/** Documents by their ids: many in a statement, instead of a range each. */
function* byIds(
  statements: Statements,
  collection: CollectionTable,
  ranges: readonly KeyRange[],
  reverse: boolean,
): Generator<StoredRow[], void> {
  for (let at = 0; at < ranges.length; at += IDS_A_STATEMENT) {
    const keys = ranges.slice(at, at + IDS_A_STATEMENT).map(({ start }) => start);
    yield rowsOfIds(statements, collection, keys, reverse ? 'k DESC' : 'k');
  }
}

/** @param keys {@link IDS_A_STATEMENT} at most */
export function rowsOfIds(
  statements: Statements,
  { table }: CollectionTable,
  keys: readonly Buffer[],
  order: 'k' | 'k DESC',
): StoredRow[] {
  const last = keys.at(-1) ?? NO_KEY;
  const filled = [...keys, ...Array.from({ length: IDS_A_STATEMENT - keys.length }, () => last)];
  const sql = `SELECT rid, doc FROM ${table} WHERE k IN (${MARKS}) ORDER BY ${order}`;
  return statements.all<[number, string]>(sql, filled).map(([rid, json]) => ({ rid, json }));
}

const MARKS = Array.from({ length: IDS_A_STATEMENT }, () => '?').join(', ');

/** Parses rows and leaves out what the filter refuses or what was there before. */
export function acceptor(query: Query): (rows: readonly StoredRow[]) => Found[] {
  const seen = query.plan.repeats ? new Set<number>() : null;
  return (rows) =>
    rows.flatMap((row) => {
      if (seen?.has(row.rid) === true) return [];
      seen?.add(row.rid);
      const document = JSON.parse(row.json) as JsonObject;
      return query.plan.exact || query.accepts(document) ? [{ row, document }] : [];
    });
}
