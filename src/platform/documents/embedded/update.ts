import { update as delegated } from 'mingo';
import { type Filter, type Update } from '../documents.js';
import { conditions } from './matcher.js';
import { updateOperators } from './update-operators.js';
import { partsOf } from './paths.js';
import { slotAt, UpdateRefused } from './update-paths.js';
import { isObject, type JsonObject, own } from './value-order.js';

/** An update made ready. */
export interface Updater {
  /** In place. @throws UpdateRefused, the document then half changed */
  apply(document: JsonObject, inserting: boolean): void;
  /** Changes a copy; what is not changed is shared with the original. @throws UpdateRefused */
  changed(document: JsonObject): JsonObject;
}

interface Change {
  readonly name: string;
  readonly path: string;
  readonly operand: unknown;
}

/**
 * An update, checked once.
 *
 * @throws UpdateRefused for what is no update, or changes one path twice
 */
export function compileUpdate(update: Update): Updater {
  const operators = Object.entries(update);
  if (
    operators.length === 0 ||
    operators.some(([name, fields]) => !name.startsWith('$') || !isObject(fields))
  ) {
    throw new UpdateRefused('update', 'only update operators can change a document');
  }
  const changes = operators.flatMap(([name, fields]) =>
    Object.entries(fields as JsonObject)
      .filter(([, operand]) => operand !== undefined)
      .map(([path, operand]): Change => ({ name, path, operand })),
  );
  refuseConflicts(changes.map((change) => change.path));
  const apply = (document: JsonObject, inserting: boolean): void => {
    for (const change of changes) if (inserting || change.name !== '$setOnInsert') carryOut(document, change);
  };
  const touched = new Set(changes.flatMap(pathsOf).map((path) => partsOf(path)[0] ?? ''));
  return {
    apply,
    changed(document) {
      const copy = { ...document };
      for (const member of touched) copyMember(copy, member);
      apply(copy, false);
      return copy;
    },
  };
}

function carryOut(document: JsonObject, { name, path, operand }: Change): void {
  const operator = updateOperators[name];
  if (operator !== undefined) operator(document, path, operand);
  else delegated(document, { [name]: { [path]: operand } }, [], {}, { cloneMode: 'deep' });
}

/** What it changes: `$rename` names a second path. */
function pathsOf({ name, path, operand }: Change): string[] {
  return name === '$rename' && typeof operand === 'string' ? [path, operand] : [path];
}

function copyMember(document: JsonObject, member: string): void {
  const value = own(document, member);
  if (typeof value === 'object' && value !== null) document[member] = structuredClone(value);
}

function refuseConflicts(paths: readonly string[]): void {
  if (paths.length < 2) return;
  const sorted = paths.map((path) => `${path}.`).sort();
  if (sorted.some((path, i) => i > 0 && path.startsWith(sorted[i - 1] ?? path))) {
    throw new UpdateRefused('update', 'two changes of one path');
  }
}

/** What an upsert begins with: the values that the filter says fields are equal to. */
export function upsertSeed(filter: Filter): JsonObject {
  const seed: JsonObject = {};
  for (const [path, value] of equalities(filter)) {
    slotAt(seed, path, 'upsert', true)?.set(structuredClone(value));
  }
  return seed;
}

function equalities(filter: Filter): [path: string, value: unknown][] {
  return Object.entries(filter).flatMap(([name, condition]): [string, unknown][] => {
    if (name === '$and') return (condition as Filter[]).flatMap(equalities);
    if (name.startsWith('$')) return [];
    return conditions(condition)
      .filter(([operator]) => operator === '$eq')
      .map(([, value]) => [name, value]);
  });
}
