import { isObject, own } from './value-order.js';

const splits = new Map<string, readonly string[]>();

/** The parts of a dotted path; the paths of a service are few, and remembered. */
export function partsOf(path: string): readonly string[] {
  const known = splits.get(path);
  if (known !== undefined) return known;
  const parts = path.split('.');
  if (splits.size < 10_000) splits.set(path, parts);
  return parts;
}

const position = /^(0|[1-9]\d*)$/;

/** The place in an array that a part of a path names, or null. */
export function positionOf(part: string): number | null {
  return position.test(part) ? Number(part) : null;
}

/**
 * What a path leads to, as MongoDB's filters see it: one value for each element of the arrays on the way;
 * undefined where it is missing. An array at the end is one value.
 */
export function valuesAt(document: object, path: string): unknown[] {
  const found: unknown[] = [];
  collect(document, partsOf(path), 0, found);
  return found;
}

function collect(value: unknown, parts: readonly string[], at: number, found: unknown[]): void {
  const part = parts[at];
  if (part === undefined) found.push(value);
  else if (Array.isArray(value)) collectElements(value, parts, at, found);
  else if (isObject(value)) collect(own(value, part), parts, at + 1, found);
  else found.push(undefined);
}

function collectElements(array: unknown[], parts: readonly string[], at: number, found: unknown[]): void {
  const place = positionOf(parts[at] ?? '');
  if (place !== null && place < array.length) collect(array[place], parts, at + 1, found);
  for (const element of array) {
    if (!isObject(element)) continue;
    // A number in a path is a place first: an element without a member of that name misses nothing.
    if (place !== null && own(element, String(place)) === undefined) continue;
    collect(element, parts, at, found);
  }
}
