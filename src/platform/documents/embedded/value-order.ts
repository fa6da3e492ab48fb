import { compareStrings } from '../string-order.js';

/** What a document holds once parsed. */
export type JsonObject = Record<string, unknown>;

/** Stands for an empty array where its elements are compared: below null and missing. */
export const EMPTY = Symbol('empty array');

/**
 * MongoDB's order of types, as the first byte of an encoded value (gaps kept for types that JSON lacks).
 * Source: MongoDB manual, "BSON comparison order".
 */
export const rank = {
  empty: 0x08,
  null: 0x10,
  number: 0x20,
  string: 0x30,
  object: 0x40,
  array: 0x50,
  boolean: 0x60,
} as const;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of the object's own: never what every object inherits (`constructor`, …). */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** undefined (missing) ranks as null. */
export function rankOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return rank.string;
    case 'number':
      return Number.isFinite(value) ? rank.number : rank.null;
    case 'boolean':
      return rank.boolean;
    case 'symbol':
      return rank.empty;
    default:
      return value === null || value === undefined
        ? rank.null
        : Array.isArray(value)
          ? rank.array
          : rank.object;
  }
}

/** MongoDB's order of any two values; 0 is MongoDB's equality (members of an object in order). */
export function compareValues(a: unknown, b: unknown): number {
  const rankA = rankOf(a);
  const rankB = rankOf(b);
  if (rankA !== rankB) return rankA - rankB;
  switch (rankA) {
    case rank.string:
      return compareStrings(a as string, b as string);
    case rank.number:
      return (a as number) - (b as number);
    case rank.boolean:
      return Number(a) - Number(b);
    case rank.array:
      return compareArrays(a as unknown[], b as unknown[]);
    case rank.object:
      return compareObjects(a as JsonObject, b as JsonObject);
    default:
      return 0;
  }
}

function compareArrays(a: readonly unknown[], b: readonly unknown[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const order = compareValues(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Member by member: the type first, then the name, then the value. */
function compareObjects(a: JsonObject, b: JsonObject): number {
  const membersA = members(a);
  const membersB = members(b);
  const shared = Math.min(membersA.length, membersB.length);
  for (let i = 0; i < shared; i += 1) {
    const [nameA, valueA] = membersA[i] as [string, unknown];
    const [nameB, valueB] = membersB[i] as [string, unknown];
    const order =
      rankOf(valueA) - rankOf(valueB) || compareStrings(nameA, nameB) || compareValues(valueA, valueB);
    if (order !== 0) return order;
  }
  return membersA.length - membersB.length;
}

/** As JSON keeps them: without the undefined ones. */
export function members(object: JsonObject): [string, unknown][] {
  return Object.entries(object).filter(([, value]) => value !== undefined);
}

export function equalValues(a: unknown, b: unknown): boolean {
  return a === b || compareValues(a, b) === 0;
}
