import { encodeKey } from './key-encoding.js';
import { partsOf } from './paths.js';
import { type PlannedIndex } from './planner.js';
import { EMPTY, isObject, own } from './value-order.js';

/** The keys of a document in an index, and the fields on whose paths it has an array. */
export interface DocumentKeys {
  readonly keys: readonly Buffer[];
  /** By the field's place in the index; empty for a document without arrays there. */
  readonly arrays: readonly number[];
}

interface Walk {
  readonly value: unknown;
  readonly parts: readonly string[];
  /** The next part to follow. */
  readonly at: number;
  /** The value is the key's: an array is not to be taken apart (any more). */
  readonly done: boolean;
}

const NO_ARRAYS: readonly number[] = [];
export const NO_KEYS: DocumentKeys = { keys: [], arrays: NO_ARRAYS };

/** A document has one key, or one for each element of an array on the way. A sparse index leaves out a document without any of its fields. */
export function keysOf(document: object, index: PlannedIndex): DocumentKeys {
  const values = valuesWithoutArrays(document, index);
  if (values !== null) return keyOfValues(values, index);
  const arrays = new Set<number>();
  const walks = index.fields.map(({ path }) =>
    follow({ value: document, parts: partsOf(path), at: 0, done: false }),
  );
  if (index.sparse && declaredFields(index, walks).every((walk) => walk.value === undefined)) return NO_KEYS;
  const tuples = spread(walks, arrays);
  const keys = new Map<string, Buffer>();
  for (const tuple of tuples) {
    const key = encodeKey(tuple, index.fields);
    keys.set(key.toString('latin1'), key);
  }
  return { keys: [...keys.values()], arrays: [...arrays] };
}

/** What most documents are like is done without the walks; null where an array is on a path. */
function valuesWithoutArrays(document: object, index: PlannedIndex): unknown[] | null {
  const values: unknown[] = [];
  for (const { path } of index.fields) {
    let value: unknown = document;
    for (const part of partsOf(path)) {
      if (Array.isArray(value)) return null;
      value = isObject(value) ? own(value, part) : undefined;
    }
    if (Array.isArray(value)) return null;
    values.push(value);
  }
  return values;
}

function keyOfValues(values: readonly unknown[], index: PlannedIndex): DocumentKeys {
  const declared = index.unique ? values.length : values.length - 1;
  if (index.sparse && values.every((value, at) => at >= declared || value === undefined)) return NO_KEYS;
  return { keys: [encodeKey(values, index.fields)], arrays: NO_ARRAYS };
}

/** `_id` at the end of a key is ours, and always there. */
function declaredFields(index: PlannedIndex, walks: readonly Walk[]): readonly Walk[] {
  return index.unique ? walks : walks.slice(0, -1);
}

/** As far as the next array, or to the end of the path. */
function follow(walk: Walk): Walk {
  const { parts } = walk;
  let { value, at } = walk;
  while (at < parts.length && !Array.isArray(value)) {
    if (!isObject(value)) return { value: undefined, parts, at: parts.length, done: true };
    value = own(value, parts[at] ?? '');
    at += 1;
  }
  return { value, parts, at, done: !Array.isArray(value) };
}

/** Fields that pass through the same array take their values from the same element. */
function spread(walks: readonly Walk[], arrays: Set<number>): unknown[][] {
  const first = walks.find((walk) => !walk.done);
  if (first === undefined) return [walks.map((walk) => walk.value)];
  const array = first.value as unknown[];
  const passes = (walk: Walk): boolean => !walk.done && walk.value === array;
  if (walks.some((walk) => !walk.done && !passes(walk))) {
    throw new TypeError('an index cannot hold two arrays of one document');
  }
  for (const [i, walk] of walks.entries()) if (passes(walk)) arrays.add(i);
  if (array.length === 0) return [walks.map((walk) => (passes(walk) ? nothingIn(walk) : walk.value))];
  return array.flatMap((element) =>
    spread(
      walks.map((walk) => (passes(walk) ? enter(walk, element) : walk)),
      arrays,
    ),
  );
}

const nothingIn = (walk: Walk): unknown => (walk.at === walk.parts.length ? EMPTY : undefined);

/** An element that is an array is a value at the end of a path, and holds nothing that a path could follow. */
function enter(walk: Walk, element: unknown): Walk {
  if (walk.at === walk.parts.length) return { ...walk, value: element, done: true };
  return follow({ ...walk, value: Array.isArray(element) ? undefined : element });
}
