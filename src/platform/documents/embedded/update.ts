import { update as delegated } from 'mingo';
import { type Filter, type Update } from '../documents.js';
import { conditions } from './matcher.js';
import { updateOperators } from './update-operators.js';
import { slotAt, UpdateRefused } from './update-paths.js';
import { isObject, type JsonObject } from './value-order.js';

export type Updater = (document: JsonObject, inserting: boolean) => void;

/**
 * An update, checked once, to be applied to documents in place.
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
      .map(([path, operand]) => ({ name, path, operand })),
  );
  refuseConflicts(changes.map((change) => change.path));
  return (document, inserting) => {
    for (const { name, path, operand } of changes) {
      if (name === '$setOnInsert' && !inserting) continue;
      const operator = updateOperators[name];
      if (operator !== undefined) operator(document, path, operand);
      else delegated(document, { [name]: { [path]: operand } }, [], {}, { cloneMode: 'deep' });
    }
  };
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
