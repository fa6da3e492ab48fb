import Database from 'libsql';
import { type Filter, type Sort } from '../documents.js';
import { prepareQuery, rangeSql } from './reader.js';
import { type Statements } from './statements.js';
import { type CollectionTable } from './tables.js';

export interface Explanation {
  /** The index that is read; null for the whole collection. */
  readonly index: string | null;
  /** Ranges of its keys. */
  readonly ranges: number;
  /** The documents come in the order asked for, and none has to be sorted. */
  readonly sorted: boolean;
  /** No document is read that the filter refuses. */
  readonly exact: boolean;
  /** SQLite's `EXPLAIN QUERY PLAN` of the statement that reads a range. */
  readonly details: readonly string[];
}

export function explainQuery(
  statements: Statements,
  collection: CollectionTable,
  filter: Filter,
  sort: Sort,
): Explanation {
  const { plan } = prepareQuery(collection, filter, sort);
  return {
    index: plan.index?.name ?? null,
    ranges: plan.ranges.length,
    sorted: plan.sorted,
    exact: plan.exact,
    details: queryPlan(statements, rangeSql(collection, plan.index, plan.reverse)),
  };
}

/**
 * What SQLite does for a statement, asked of an empty copy of the tables: an `EXPLAIN` keeps them locked until it
 * is collected as garbage (libsql 0.5.29).
 */
function queryPlan(statements: Statements, sql: string): string[] {
  const copy = new Database(':memory:');
  const tables = statements.all<[string]>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL', []);
  for (const [definition] of tables) copy.exec(definition);
  const rows = copy.prepare(`EXPLAIN QUERY PLAN ${sql}`).raw().all([0, 0, 1]) as unknown[][];
  copy.close();
  return rows.map((row) => String(row[3]));
}
