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
  const [first] = plan.ranges;
  const sql = `EXPLAIN QUERY PLAN ${rangeSql(collection, plan.index, plan.reverse)}`;
  const parameters = plan.index === null ? [0, 0, 1] : [first?.start ?? '', first?.end ?? '', 1];
  const rows = statements.all<[number, number, number, string]>(sql, parameters);
  return {
    index: plan.index?.name ?? null,
    ranges: plan.ranges.length,
    sorted: plan.sorted,
    exact: plan.exact,
    details: rows.map(([, , , detail]) => detail),
  };
}
