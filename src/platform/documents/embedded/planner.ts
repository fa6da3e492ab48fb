import { type Filter, type Sort } from '../documents.js';
import {
  type Bounds,
  boundsOf,
  descending,
  intersection,
  type KeyRange,
  keyRange,
  united,
} from './bounds.js';
import { type Branch, branchesOf, type Clause } from './branches.js';
import { FIRST, LAST } from './key-encoding.js';
import { rank, rankOf } from './value-order.js';

export interface KeyField {
  readonly path: string;
  readonly direction: 1 | -1;
  /** A document has had an array on this path: it may have several keys. */
  readonly multikey: boolean;
}

/** What the planner knows of an index. Its keys end with `_id`, unless the fields before are unique. */
export interface PlannedIndex {
  readonly name: string;
  readonly fields: readonly KeyField[];
  readonly unique: boolean;
  readonly sparse: boolean;
}

/** How a query is answered: these ranges of the index, one after another, in the order of their keys. */
export interface Plan<I extends PlannedIndex> {
  /** null: the whole collection. */
  readonly index: I | null;
  readonly ranges: readonly KeyRange[];
  readonly reverse: boolean;
  /** The index gives the order asked for. */
  readonly sorted: boolean;
  /** The ranges hold no document that the filter refuses. */
  readonly exact: boolean;
  /** The ranges may hold a document several times. */
  readonly repeats: boolean;
}

/** Key ranges of one query, at most: beyond, a field is left to the matcher, and may leave the whole collection. */
const MOST_RANGES = 10_000;

/** What one alternative of the filter comes to on an index. */
interface BranchPlan {
  readonly ranges: readonly KeyRange[];
  /** The code of each leading field that has one value only. */
  readonly fixed: readonly Buffer[];
  readonly exact: boolean;
  /** Two for each field with given values, one for a range. */
  readonly score: number;
  readonly excludesNull: boolean;
}

interface Candidate<I extends PlannedIndex> extends Plan<I> {
  readonly score: number;
}

/** Chooses the index that leaves the least to read and, where an order is asked for, nothing to sort. */
export function planQuery<I extends PlannedIndex>(
  indexes: readonly I[],
  filter: Filter,
  sort: Sort,
): Plan<I> {
  const branches = branchesOf(filter);
  const wanted = Object.entries(sort);
  const named = new Set(branches.flatMap(({ clauses }) => clauses.map(({ path }) => path)));
  const [first] = wanted;
  if (first !== undefined) named.add(first[0]);
  let best: Candidate<I> | null = null;
  for (const index of indexes) {
    // It would neither narrow nor order: most indexes of a collection are for other queries.
    if (!named.has(index.fields[0]?.path ?? '')) continue;
    const candidate = candidateOf(index, branches, wanted);
    if (candidate !== null && (best === null || candidate.score > best.score)) best = candidate;
  }
  return best ?? wholeCollection(branches, wanted);
}

function wholeCollection(branches: readonly Branch[], wanted: readonly unknown[]): Plan<never> {
  const exact = branches.every((branch) => branch.exact && branch.clauses.length === 0);
  return { index: null, ranges: [], reverse: false, sorted: wanted.length === 0, exact, repeats: false };
}

function candidateOf<I extends PlannedIndex>(
  index: I,
  branches: readonly Branch[],
  wanted: readonly [string, 1 | -1][],
): Candidate<I> | null {
  const plans = branches.map((branch) => planBranch(index, branch));
  if (index.sparse && !plans.every((plan) => plan.excludesNull)) return null;
  const order = orderGiven(index, fixedPaths(index, plans), wanted);
  const narrowed = plans.length === 0 ? 0 : Math.min(...plans.map((plan) => plan.score));
  const score = narrowed + (wanted.length > 0 && order !== null ? 3 : 0);
  if (score === 0) return null;
  return {
    index,
    ranges: united(plans.flatMap((plan) => plan.ranges)),
    reverse: order === -1,
    sorted: order !== null,
    exact: plans.every((plan) => plan.exact),
    repeats: plans.some((plan) => repeatsDocuments(index, plan, plans.length)),
    score,
  };
}

/** A document has several of these keys, unless the fields with several values are held to one. */
function repeatsDocuments(index: PlannedIndex, plan: BranchPlan, branches: number): boolean {
  return index.fields.some((field, at) => field.multikey && (branches > 1 || at >= plan.fixed.length));
}

function planBranch(index: PlannedIndex, branch: Branch): BranchPlan {
  const walk = new KeyWalk();
  const used: Clause[] = [];
  let exact = branch.exact;
  let arrayBound = false;
  for (const field of index.fields) {
    // Two paths through one array may be satisfied by two of its elements, which no key holds together.
    if (walk.ended || (field.multikey && arrayBound)) break;
    const clauses = branch.clauses.filter((clause) => clause.path === field.path);
    const allowed = fieldBounds(field, clauses);
    if (allowed === null || !walk.add(field, allowed.bounds)) break;
    used.push(...clauses);
    exact &&= allowed.exact;
    arrayBound ||= field.multikey;
  }
  exact &&= used.length === branch.clauses.length;
  // That every document has an `_id` says nothing of the fields without which a sparse index does not hold it.
  const excludesNull = used.some((clause) => clause.path !== '_id' && demandsValue(clause));
  return { ...walk.result(), exact, excludesNull };
}

function demandsValue({ operator, operand }: Clause): boolean {
  const values = operator === '$in' ? (operand as unknown[]) : [operand];
  return values.every((value) => rankOf(value) !== rank.null);
}

/** What the clauses on one field allow together; null where they say nothing. */
function fieldBounds(
  field: KeyField,
  clauses: readonly Clause[],
): { bounds: readonly Bounds[]; exact: boolean } | null {
  const known = clauses.flatMap((clause) => {
    const bounds = boundsOf(clause);
    return bounds === null ? [] : [bounds];
  });
  const [first] = known;
  if (first === undefined) return null;
  const exact = known.length === clauses.length && known.every((part) => part.exact);
  if (field.multikey) {
    // Each clause may be satisfied by another element: one alone can narrow.
    const narrowest = known.find((part) => part.bounds.every((bounds) => bounds.point !== null)) ?? first;
    return { bounds: narrowest.bounds, exact: exact && clauses.length === 1 && clauses.every(demandsValue) };
  }
  return {
    bounds: known.slice(1).reduce((sum, part) => intersection(sum, part.bounds), first.bounds),
    exact,
  };
}

/** Puts together the ranges of a compound key, field by field, up to the first range. */
class KeyWalk {
  ended = false;
  private score = 0;
  private prefixes: readonly Buffer[] = [FIRST];
  private ranges: readonly KeyRange[] | null = null;
  private readonly fixed: Buffer[] = [];

  /** @returns false where that would be too many ranges: what came before stands */
  add(field: KeyField, allowed: readonly Bounds[]): boolean {
    if (this.prefixes.length * allowed.length > MOST_RANGES) return false;
    const bounds = field.direction === 1 ? allowed : allowed.map(descending);
    const points = bounds.flatMap(({ point }) => (point === null ? [] : [point]));
    if (points.length < bounds.length) {
      this.ranges = this.prefixes.flatMap((prefix) => bounds.map((part) => keyRange(prefix, part)));
      this.ended = true;
      this.score += 1;
      return true;
    }
    const [only] = points;
    if (points.length === 1 && only !== undefined && this.prefixes.length === 1) this.fixed.push(only);
    this.prefixes = this.prefixes.flatMap((prefix) => points.map((point) => Buffer.concat([prefix, point])));
    this.score += 2;
    return true;
  }

  result() {
    const { fixed, score } = this;
    return { ranges: this.ranges ?? this.prefixes.map(wholePrefix), fixed, score };
  }
}

function wholePrefix(prefix: Buffer): KeyRange {
  if (prefix.length === 0) return { start: FIRST, end: LAST };
  return keyRange(FIRST, {
    low: { code: prefix, after: false },
    high: { code: prefix, after: true },
    point: null,
  });
}

/** The leading fields that have one and the same value in everything the ranges hold. */
function fixedPaths(index: PlannedIndex, plans: readonly BranchPlan[]): ReadonlySet<string> {
  const [first] = plans;
  const paths = new Set<string>();
  for (const [i, code] of (first?.fixed ?? []).entries()) {
    const field = index.fields[i];
    if (field === undefined || !plans.every((plan) => plan.fixed[i]?.equals(code) === true)) break;
    paths.add(field.path);
  }
  return paths;
}

/** 1: the index's own direction gives the order wanted; -1: backwards; null: it does not. */
function orderGiven(
  index: PlannedIndex,
  fixed: ReadonlySet<string>,
  wanted: readonly [string, 1 | -1][],
): 1 | -1 | null {
  const multikey = new Set(index.fields.filter((field) => field.multikey).map((field) => field.path));
  if (wanted.some(([path]) => multikey.has(path))) return null;
  const free = index.fields.filter((field) => !fixed.has(field.path));
  let turn: number | null = null;
  let at = 0;
  for (const [path, direction] of wanted.filter(([name]) => !fixed.has(name))) {
    const field = free[at];
    if (field === undefined) return index.unique || turnEndsWithId(free, at) ? asTurn(turn) : null;
    if (field.path !== path || (turn !== null && turn !== direction * field.direction)) return null;
    turn = direction * field.direction;
    at += 1;
  }
  return asTurn(turn);
}

const asTurn = (turn: number | null): 1 | -1 => (turn === -1 ? -1 : 1);

function turnEndsWithId(free: readonly KeyField[], at: number): boolean {
  return free[at - 1]?.path === '_id';
}
