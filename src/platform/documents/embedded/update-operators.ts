import { type Sort } from '../documents.js';
import { elementPredicate, isOperators } from './matcher.js';
import { sortKeyOf } from './sort-key.js';
import { slotAt, UpdateRefused } from './update-paths.js';
import { compareValues, equalValues, isObject, type JsonObject } from './value-order.js';

/** Changes what stands at `path` of the document, in place. */
type Operator = (document: object, path: string, operand: unknown) => void;

const set: Operator = (document, path, operand) => {
  slotAt(document, path, '$set', true)?.set(operand);
};

const unset: Operator = (document, path) => {
  slotAt(document, path, '$unset', false)?.unset();
};

const inc: Operator = (document, path, operand) => {
  const slot = slotAt(document, path, '$inc', true);
  const current = slot?.get();
  const value = current === undefined ? 0 : current;
  if (typeof value !== 'number' || typeof operand !== 'number') {
    throw new UpdateRefused('$inc', 'not a number');
  }
  slot?.set(value + operand);
};

const extreme =
  (name: string, wins: (order: number) => boolean): Operator =>
  (document, path, operand) => {
    const slot = slotAt(document, path, name, true);
    const value = slot?.get();
    if (value === undefined || wins(compareValues(operand, value))) slot?.set(operand);
  };

/** The array at the path; a new one where nothing is, if it is to be made. */
function arrayAt(document: object, path: string, operator: string, create: boolean): unknown[] | null {
  const slot = slotAt(document, path, operator, create);
  const value = slot?.get();
  if (Array.isArray(value)) return value as unknown[];
  if (value !== undefined) throw new UpdateRefused(operator, 'not an array');
  if (!create) return null;
  const made: unknown[] = [];
  slot?.set(made);
  return made;
}

/** An operand with `$each` and what goes with it, or one value. */
function modifiers(operator: string, operand: unknown, known: readonly string[]): JsonObject {
  if (!isObject(operand) || !('$each' in operand)) return { $each: [operand] };
  const unknown = Object.keys(operand).find((key) => !known.includes(key));
  if (unknown !== undefined || !Array.isArray(operand['$each'])) {
    throw new UpdateRefused(operator, 'these modifiers are not supported');
  }
  return operand;
}

function refill(array: unknown[], elements: readonly unknown[]): void {
  array.length = 0;
  for (const element of elements) array.push(element);
}

const push: Operator = (document, path, operand) => {
  const { $each, $position, $sort, $slice } = modifiers('$push', operand, [
    '$each',
    '$position',
    '$sort',
    '$slice',
  ]);
  const array = arrayAt(document, path, '$push', true) ?? [];
  const at = typeof $position === 'number' ? $position : array.length;
  refill(array, array.slice(0, at).concat($each as unknown[], array.slice(at)));
  if ($sort !== undefined) sortElements(array, $sort);
  if (typeof $slice === 'number') {
    refill(array, $slice < 0 ? array.slice($slice) : array.slice(0, $slice));
  }
};

/** By the elements themselves (1, -1) or by their members. */
function sortElements(array: unknown[], sort: unknown): void {
  if (sort === 1 || sort === -1) {
    array.sort((a, b) => sort * compareValues(a, b));
    return;
  }
  const keyed = array.map((value) => ({ value, key: sortKeyOf(isObject(value) ? value : {}, sort as Sort) }));
  keyed.sort((a, b) => Buffer.compare(a.key, b.key));
  refill(
    array,
    keyed.map(({ value }) => value),
  );
}

const addToSet: Operator = (document, path, operand) => {
  const { $each } = modifiers('$addToSet', operand, ['$each']);
  const array = arrayAt(document, path, '$addToSet', true) ?? [];
  for (const value of $each as unknown[]) {
    if (!array.some((element) => equalValues(element, value))) array.push(value);
  }
};

const pull: Operator = (document, path, operand) => {
  const array = arrayAt(document, path, '$pull', false);
  if (array === null) return;
  const gone = pulled(operand);
  refill(
    array,
    array.filter((element) => !gone(element)),
  );
};

/** A condition on the elements, a filter on their members, or a value that they are. */
function pulled(operand: unknown): (element: unknown) => boolean {
  if (operand instanceof RegExp) return elementPredicate({ $regex: operand });
  if (!isObject(operand)) return (element) => equalValues(element, operand);
  if (isOperators(operand)) return elementPredicate(operand);
  const matches = elementPredicate(operand);
  return (element) => isObject(element) && matches(element);
}

/** The operators carried out here; mingo knows the others. */
export const updateOperators: Readonly<Record<string, Operator | undefined>> = {
  $set: set,
  $setOnInsert: set,
  $unset: unset,
  $inc: inc,
  $min: extreme('$min', (order) => order < 0),
  $max: extreme('$max', (order) => order > 0),
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
};
