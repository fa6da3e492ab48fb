import { partsOf, positionOf } from './paths.js';
import { isObject, type JsonObject, own } from './value-order.js';

/** The object or array that holds the last part of a path. */
export interface Slot {
  get(): unknown;
  set(value: unknown): void;
  unset(): void;
}

/** An update that the document does not allow, as MongoDB refuses it; never with a value in its message. */
export class UpdateRefused extends Error {
  constructor(operator: string, reason: string) {
    super(`${operator}: ${reason}`);
    this.name = 'UpdateRefused';
  }
}

/** Farther than this an array is not filled up with nulls (MongoDB's own limit). */
const MOST_PADDING = 1_500_000;

/**
 * Where a dotted path leads in a document.
 *
 * @param create makes the objects that are missing on the way; without it a missing one answers null
 */
export function slotAt(document: object, path: string, operator: string, create: boolean): Slot | null {
  const parts = partsOf(path);
  let holder: unknown = document;
  for (const part of parts.slice(0, -1)) {
    const next: unknown = slotIn(holder, part, operator, create)?.get();
    if (next === undefined && create) {
      const made = {};
      slotIn(holder, part, operator, create)?.set(made);
      holder = made;
    } else {
      holder = next;
    }
    if (holder === undefined) return null;
  }
  return slotIn(holder, parts.at(-1) ?? '', operator, create);
}

function slotIn(holder: unknown, part: string, operator: string, create: boolean): Slot | null {
  if (part === '' || part.startsWith('$')) throw new UpdateRefused(operator, 'this path is not supported');
  if (Array.isArray(holder)) return elementSlot(holder, part, operator, create);
  if (isObject(holder)) return memberSlot(holder, part);
  if (!create) return null;
  throw new UpdateRefused(operator, 'a value on the path is neither an object nor an array');
}

function memberSlot(object: JsonObject, key: string): Slot {
  return {
    get: () => own(object, key),
    set: (value) => {
      if (key !== '__proto__') object[key] = value;
      else
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
    },
    unset: () => {
      Reflect.deleteProperty(object, key);
    },
  };
}

function elementSlot(array: unknown[], part: string, operator: string, create: boolean): Slot | null {
  const place = positionOf(part);
  if (place === null) {
    if (!create) return null;
    throw new UpdateRefused(operator, 'an array has places, not members');
  }
  return {
    get: () => array[place],
    set: (value) => {
      if (place > array.length + MOST_PADDING) throw new UpdateRefused(operator, 'the place is too far');
      while (array.length < place) array.push(null);
      array[place] = value;
    },
    unset: () => {
      if (place < array.length) array[place] = null;
    },
  };
}
