import { type Filter, type Sort } from '../documents.js';
import { afterAll, encodeValue } from './key-encoding.js';
import { isOperators } from './matcher.js';
import { type Plan, type PlannedIndex } from './planner.js';

/** As many as the planner makes ranges of. */
const MOST_IDS = 10_000;

/**
 * The plan for many documents by their ids and nothing else: what a projection asks for in every batch. No index has
 * to be chosen, and the planner would take as long as the reading.
 *
 * @returns null where the filter says anything else
 */
export function idsPlan<I extends PlannedIndex>(primary: I, filter: Filter, sort: Sort): Plan<I> | null {
  const ids = idsOf(filter);
  if (ids === null || Object.keys(sort).length > 0) return null;
  const codes = ids.map(encodeValue).sort((a, b) => Buffer.compare(a, b));
  const ranges = codes
    .filter((code, at) => codes[at - 1]?.equals(code) !== true)
    .map((code) => ({ start: code, end: afterAll(code) }));
  return { index: primary, ranges, reverse: false, sorted: true, exact: true, repeats: false };
}

function idsOf(filter: Filter): readonly string[] | null {
  const { _id: condition, ...others } = filter;
  if (Object.keys(others).length > 0 || !isOperators(condition)) return null;
  const { $in: ids, ...operators } = condition;
  if (Object.keys(operators).length > 0 || !Array.isArray(ids) || ids.length > MOST_IDS) return null;
  return ids.every((id): id is string => typeof id === 'string') ? ids : null;
}
