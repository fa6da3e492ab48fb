import { type Plan } from './planner.js';
import { type Statements } from './statements.js';
import { type CollectionTable, type IndexTable } from './tables.js';

/** Counts without reading a document: for a plan whose ranges hold exactly what the filter accepts. */
export function countRanges(
  statements: Statements,
  collection: CollectionTable,
  plan: Plan<IndexTable>,
  limit: number,
): number {
  const most = Number.isFinite(limit) && limit > 0 ? limit : Number.MAX_SAFE_INTEGER;
  if (plan.index === null) {
    const sql = `SELECT count(*) FROM (SELECT 1 FROM ${collection.table} LIMIT ?)`;
    return statements.all<[number]>(sql, [most])[0]?.[0] ?? 0;
  }
  if (plan.repeats) return countDistinct(statements, plan.index, plan, most);
  const { from, column } = plan.index;
  let count = 0;
  for (const { start, end } of plan.ranges) {
    const sql = `SELECT count(*) FROM (SELECT 1 FROM ${from} WHERE ${column} >= ? AND ${column} < ? LIMIT ?)`;
    count += statements.all<[number]>(sql, [start, end, most - count])[0]?.[0] ?? 0;
  }
  return count;
}

function countDistinct(
  statements: Statements,
  { from, column }: IndexTable,
  plan: Plan<IndexTable>,
  most: number,
): number {
  const [only] = plan.ranges;
  if (only !== undefined && plan.ranges.length === 1) {
    const sql = `SELECT count(*) FROM (SELECT DISTINCT rid FROM ${from} WHERE ${column} >= ? AND ${column} < ? LIMIT ?)`;
    return statements.all<[number]>(sql, [only.start, only.end, most])[0]?.[0] ?? 0;
  }
  const rows = new Set<number>();
  for (const { start, end } of plan.ranges) {
    const sql = `SELECT DISTINCT rid FROM ${from} WHERE ${column} >= ? AND ${column} < ? LIMIT ?`;
    for (const [rid] of statements.all<[number]>(sql, [start, end, most])) rows.add(rid);
    if (rows.size >= most) return most;
  }
  return rows.size;
}
