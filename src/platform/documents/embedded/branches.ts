import { type Filter } from '../documents.js';
import { conditions, isOperators } from './matcher.js';
import { isObject } from './value-order.js';

/** One condition on one path. */
export interface Clause {
  readonly path: string;
  readonly operator: string;
  readonly operand: unknown;
}

/** Conditions that must all hold. */
export interface Branch {
  readonly clauses: readonly Clause[];
  /** Whether the clauses say all that the filter says: if not, they are only necessary. */
  readonly exact: boolean;
}

/** More alternatives than these are left to the matcher. */
const MOST_BRANCHES = 64;

/** A filter as alternatives of conditions, for the choice of an index: one of them has to hold. */
export function branchesOf(filter: Filter): readonly Branch[] {
  return Object.entries(filter).reduce(
    (branches: readonly Branch[], [name, condition]) => product(branches, alternatives(name, condition)),
    [{ clauses: [], exact: true }],
  );
}

const UNKNOWN: readonly Branch[] = [{ clauses: [], exact: false }];

function alternatives(name: string, condition: unknown): readonly Branch[] {
  if (!name.startsWith('$')) return [fieldBranch(name, condition)];
  if (name === '$comment') return [{ clauses: [], exact: true }];
  if (!Array.isArray(condition)) return UNKNOWN;
  const parts = (condition as Filter[]).map(branchesOf);
  if (name === '$or') return parts.flat();
  if (name !== '$and') return UNKNOWN;
  return parts.reduce(product, [{ clauses: [], exact: true }]);
}

function product(left: readonly Branch[], right: readonly Branch[]): readonly Branch[] {
  if (left.length * right.length > MOST_BRANCHES) return left.map((branch) => ({ ...branch, exact: false }));
  return left.flatMap((a) =>
    right.map((b) => ({ clauses: [...a.clauses, ...b.clauses], exact: a.exact && b.exact })),
  );
}

function fieldBranch(path: string, condition: unknown): Branch {
  const parts = conditions(condition).map(([operator, operand]) => clauses({ path, operator, operand }));
  return { clauses: parts.flatMap((part) => part.clauses), exact: parts.every((part) => part.exact) };
}

const INDEXABLE = new Set(['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$regex']);

function clauses(clause: Clause): Branch {
  const { path, operator, operand } = clause;
  if (INDEXABLE.has(operator)) return { clauses: [clause], exact: true };
  if (operator === '$all' && Array.isArray(operand)) {
    const values = (operand as unknown[]).filter((value) => !isOperators(value));
    return { clauses: values.map((value) => ({ path, operator: '$eq', operand: value })), exact: false };
  }
  if (operator === '$elemMatch' && isObject(operand)) return { clauses: within(path, operand), exact: false };
  return { clauses: [], exact: false };
}

/** What an element has to satisfy, said of the paths through the array. */
function within(path: string, condition: Filter): readonly Clause[] {
  if (isOperators(condition)) {
    return conditions(condition)
      .filter(([operator]) => INDEXABLE.has(operator))
      .map(([operator, operand]) => ({ path, operator, operand }));
  }
  const branches = branchesOf(condition);
  const [only] = branches;
  if (branches.length !== 1 || only === undefined) return [];
  return only.clauses.map((clause) => ({ ...clause, path: `${path}.${clause.path}` }));
}
