import { type BulkOperation, type Document, type Filter, type Update } from './documents.js';

/*
 * What every adapter refuses before it does anything: a filter with an undefined member, which one engine would
 * read as "no condition" and another as "missing".
 */

/** @throws TypeError */
export function assertFilter(filter: Filter): void {
  if (hasUndefined(filter)) throw new TypeError('a filter has an undefined member');
}

/** @throws TypeError */
export function assertOperations(operations: readonly BulkOperation<Document>[]): void {
  if (operations.length === 0) throw new TypeError('a bulk write needs an operation');
  for (const operation of operations) {
    if ('insertOne' in operation) continue;
    const [{ filter }] = Object.values(operation) as [{ readonly filter: Filter }];
    assertFilter(filter);
    if ('updateOne' in operation && operation.updateOne.upsert === true) {
      assertUpsertId(filter, operation.updateOne.update);
    }
  }
}

function hasUndefined(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return false;
  for (const member of Object.values(value)) if (hasUndefined(member)) return true;
  return false;
}

/** MongoDB would make an ObjectId; our documents have strings. */
function assertUpsertId(filter: Filter, update: Update): void {
  const sources = [filter, update['$set'], update['$setOnInsert'], ...((filter['$and'] ?? []) as Filter[])];
  if (!sources.some(givesId)) throw new TypeError('an upsert needs an _id');
}

function givesId(source: unknown): boolean {
  if (typeof source !== 'object' || source === null) return false;
  const id = (source as Record<string, unknown>)['_id'];
  return typeof id === 'string' || typeof (id as { $eq?: unknown } | undefined)?.$eq === 'string';
}
