import { Query } from 'mingo';
import { type Filter } from '../documents.js';
import { valuesAt } from './paths.js';
import { compareValues, equalValues, isObject, type JsonObject, own, rankOf } from './value-order.js';

export type Predicate = (document: object) => boolean;
/** Over the values that a path leads to. */
type Test = (values: readonly unknown[]) => boolean;

/**
 * A filter as a predicate, in MongoDB's semantics: bytes order strings, comparisons match their own type only,
 * null matches what is missing, arrays match by an element or as a whole. Operators not known here are mingo's;
 * one that mingo does not know either is an error.
 */
export function compileFilter(filter: Filter): Predicate {
  const predicates = Object.entries(filter).map(([name, condition]) =>
    name.startsWith('$') ? logical(name, condition) : field(name, condition),
  );
  const [only] = predicates;
  if (predicates.length === 1 && only !== undefined) return only;
  return (document) => predicates.every((predicate) => predicate(document));
}

/** One document, one filter: most of them compare members with strings and numbers, and need no preparation. */
export function accepts(document: JsonObject, filter: Filter): boolean {
  for (const [name, condition] of Object.entries(filter)) {
    const value = own(document, name);
    const plain = typeof condition === 'string' || typeof condition === 'number';
    if (!plain || name.includes('.') || name.startsWith('$') || Array.isArray(value)) {
      return compileFilter(filter)(document);
    }
    if (value !== condition) return false;
  }
  return true;
}

function logical(name: string, condition: unknown): Predicate {
  if (name === '$comment') return () => true;
  if (name !== '$and' && name !== '$or' && name !== '$nor') return delegated({ [name]: condition });
  if (!Array.isArray(condition) || condition.length === 0)
    throw new TypeError(`${name} needs a list of filters`);
  const parts = (condition as Filter[]).map(compileFilter);
  if (name === '$and') return (document) => parts.every((part) => part(document));
  if (name === '$or') return (document) => parts.some((part) => part(document));
  return (document) => !parts.some((part) => part(document));
}

function delegated(filter: Filter): Predicate {
  const query = new Query(filter);
  return (document) => query.test(document as JsonObject);
}

/** A condition made of operators, not a value to be equal to. */
export function isOperators(condition: unknown): condition is JsonObject {
  if (!isObject(condition) || condition instanceof RegExp) return false;
  const [first] = Object.keys(condition);
  return first?.startsWith('$') === true;
}

function field(path: string, condition: unknown): Predicate {
  const predicates = conditions(condition).map(([operator, operand]) => operation(path, operator, operand));
  return (document) => predicates.every((predicate) => predicate(document));
}

/** A condition as operators and operands: an equality where it has none. */
export function conditions(condition: unknown): [operator: string, operand: unknown][] {
  if (condition instanceof RegExp) return [['$regex', condition]];
  if (!isOperators(condition)) return [['$eq', condition]];
  const { $options, ...operators } = condition;
  return Object.entries(operators).map(([operator, operand]) =>
    operator === '$regex' ? [operator, regularExpression(operand, $options)] : [operator, operand],
  );
}

export function regularExpression(pattern: unknown, options: unknown): RegExp {
  const source = pattern instanceof RegExp ? pattern.source : String(pattern);
  const flags =
    pattern instanceof RegExp && options === undefined ? pattern.flags : ((options ?? '') as string);
  return new RegExp(source, flags);
}

function operation(path: string, operator: string, operand: unknown): Predicate {
  const test = tests[operator]?.(operand);
  return test === undefined
    ? delegated({ [path]: { [operator]: operand } })
    : (document) => test(valuesAt(document, path));
}

/** The values themselves, and the elements of those that are arrays. */
const some = (values: readonly unknown[], accepts: (value: unknown) => boolean): boolean =>
  values.some((value) => (Array.isArray(value) && value.some(accepts)) || accepts(value));

const equality = (operand: unknown): Test => {
  if (operand instanceof RegExp) return pattern(operand);
  return (values) => some(values, (value) => equalValues(value, operand));
};

const not =
  (test: Test): Test =>
  (values) =>
    !test(values);

/** Matches its own type only: `$gt: 5` says nothing of strings. */
const comparison =
  (accepts: (order: number) => boolean) =>
  (operand: unknown): Test =>
  (values) =>
    some(values, (value) => rankOf(value) === rankOf(operand) && accepts(compareValues(value, operand)));

const pattern =
  (expression: RegExp): Test =>
  (values) =>
    some(values, (value) => typeof value === 'string' && value.search(expression) !== -1);

const list = (operator: string, operand: unknown): unknown[] => {
  if (!Array.isArray(operand)) throw new TypeError(`${operator} needs a list`);
  return operand as unknown[];
};

const oneOf = (operator: string, operand: unknown): Test => {
  const wanted = list(operator, operand);
  // Many ids are looked up, not compared one by one.
  const strings = new Set(wanted.filter((value) => typeof value === 'string'));
  const others = wanted.filter((value) => typeof value !== 'string').map(equality);
  return (values) =>
    (strings.size > 0 && some(values, (value) => typeof value === 'string' && strings.has(value))) ||
    others.some((test) => test(values));
};

function everyOf(operand: unknown): Test {
  const needed = list('$all', operand).map((value) =>
    isObject(value) && '$elemMatch' in value ? element(value['$elemMatch']) : equality(value),
  );
  return (values) => needed.length > 0 && needed.every((test) => test(values));
}

/** One and the same element has to satisfy the whole condition. */
function element(condition: unknown): Test {
  const accepts = elementPredicate(condition);
  return (values) => values.some((value) => Array.isArray(value) && value.some(accepts));
}

/** Of an element: by operators on the element itself, or by a filter on its members. */
export function elementPredicate(condition: unknown): (value: unknown) => boolean {
  if (!isObject(condition)) throw new TypeError('$elemMatch needs a condition');
  if (isOperators(condition) && !['$and', '$or', '$nor'].includes(Object.keys(condition)[0] ?? '')) {
    const test = field('v', condition);
    return (value) => test({ v: value });
  }
  const matches = compileFilter(condition);
  return (value) => (isObject(value) || Array.isArray(value)) && matches(value);
}

function negation(operand: unknown): Test {
  const predicates = conditions(operand).map(([operator, inner]) => {
    const test = tests[operator]?.(inner);
    if (test === undefined) throw new TypeError(`$not of ${operator} is not supported`);
    return test;
  });
  return (values) => !predicates.every((test) => test(values));
}

const tests: Readonly<Record<string, ((operand: unknown) => Test) | undefined>> = {
  $eq: equality,
  $ne: (operand) => not(equality(operand)),
  $in: (operand) => oneOf('$in', operand),
  $nin: (operand) => not(oneOf('$nin', operand)),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $exists: (operand) => (values) => values.some((value) => value !== undefined) === Boolean(operand),
  $regex: (operand) => pattern(operand as RegExp),
  $all: everyOf,
  $elemMatch: element,
  $size: (operand) => (values) => values.some((value) => Array.isArray(value) && value.length === operand),
  $not: negation,
};
