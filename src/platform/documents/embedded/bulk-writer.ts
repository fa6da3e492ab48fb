import {
  type BulkOperation,
  type BulkResult,
  type Document,
  type Filter,
  type Update,
} from '../documents.js';
import { BulkWriteFailed, type BulkWriteFailure, DuplicateKey } from '../documents.errors.js';
import { encodeValue } from './key-encoding.js';
import { accepts } from './matcher.js';
import { acceptor, batches, type Found, prepareQuery } from './reader.js';
import { type RowStore } from './row-store.js';
import { RowsAhead } from './rows-ahead.js';
import { type Statements } from './statements.js';
import { compileUpdate, upsertSeed } from './update.js';
import { UpdateRefused } from './update-paths.js';
import { type JsonObject } from './value-order.js';

/** A result still being counted. */
type Counts = { -readonly [K in keyof BulkResult]: number };

/** The operations of one call, one after the other, within one transaction. */
export class BulkWriter {
  private readonly counts: Counts = {
    insertedCount: 0,
    matchedCount: 0,
    modifiedCount: 0,
    deletedCount: 0,
    upsertedCount: 0,
  };

  private readonly ahead: RowsAhead;

  constructor(
    private readonly statements: Statements,
    private readonly rows: RowStore,
    private readonly operations: readonly BulkOperation<Document>[],
  ) {
    this.ahead = new RowsAhead(statements, rows, operations);
  }

  /** @returns the failure instead of throwing it, where operations failed: the others are to stay */
  run(ordered: boolean): BulkResult | BulkWriteFailed {
    const failures: BulkWriteFailure[] = [];
    for (const [index, operation] of this.operations.entries()) {
      try {
        this.carryOut(operation, index);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        failures.push({ index, error });
        if (ordered) break;
      }
    }
    return failures.length === 0 ? this.counts : new BulkWriteFailed(this.rows.collection.name, failures);
  }

  private carryOut(operation: BulkOperation<Document>, at: number): void {
    if ('insertOne' in operation) {
      const { document } = operation.insertOne;
      this.ahead.forget(document._id);
      this.rows.insert(document as unknown as JsonObject);
      this.counts.insertedCount += 1;
    } else if ('replaceOne' in operation) {
      const { filter, replacement, upsert } = operation.replaceOne;
      this.replaceOne(this.first(filter, at), replacement as unknown as JsonObject, upsert === true);
    } else if ('updateOne' in operation) {
      const { filter, update, upsert } = operation.updateOne;
      this.updateOne(filter, at, update, upsert === true);
    } else if ('updateMany' in operation) {
      this.updateMany(operation.updateMany.filter, operation.updateMany.update);
    } else if ('deleteOne' in operation) {
      this.delete(this.first(operation.deleteOne.filter, at));
    } else {
      this.delete(this.matching(operation.deleteMany.filter));
    }
  }

  private replaceOne([found]: readonly Found[], replacement: JsonObject, upsert: boolean): void {
    if (found !== undefined) {
      this.replace(found, replacement);
    } else if (upsert) {
      this.rows.insert(replacement);
      this.counts.upsertedCount += 1;
    }
  }

  private updateOne(filter: Filter, at: number, update: Update, upsert: boolean): void {
    const updater = compileUpdate(update);
    const [found] = this.first(filter, at);
    if (found !== undefined) {
      this.replace(found, updater.changed(found.document));
    } else if (upsert) {
      const document = upsertSeed(filter);
      updater.apply(document, true);
      this.rows.insert(document);
      this.counts.upsertedCount += 1;
    }
  }

  private updateMany(filter: Filter, update: Update): void {
    const updater = compileUpdate(update);
    for (const found of this.matching(filter)) this.replace(found, updater.changed(found.document));
  }

  private replace({ row, document }: Found, after: JsonObject): void {
    const changed = this.rows.replace(row.rid, row.json, document, after);
    this.counts.matchedCount += 1;
    if (changed) this.counts.modifiedCount += 1;
  }

  private delete(found: readonly Found[]): void {
    for (const { row, document } of found) {
      this.rows.delete(row.rid, document);
      this.counts.deletedCount += 1;
    }
  }

  /** The first document of a filter, or none. */
  private first(filter: Filter, at: number): readonly Found[] {
    const id = filter['_id'];
    if (typeof id === 'string') return this.byId(id, filter, at);
    this.ahead.forgetAll();
    const query = prepareQuery(this.rows.collection, filter);
    const accept = acceptor(query);
    for (const batch of batches(this.statements, () => this.rows.collection, query.plan, 1)) {
      const [found] = accept(batch);
      if (found !== undefined) return [found];
    }
    return [];
  }

  private byId(id: string, filter: Filter, at: number): readonly Found[] {
    const known = this.ahead.take(at, id);
    if (known === null) return [];
    const found = known ?? this.read(id);
    return found !== undefined && accepts(found.document, filter) ? [found] : [];
  }

  private read(id: string): Found | undefined {
    const [row] = this.statements.first<[number, string]>(this.rows.collection.sql.byId, [encodeValue(id)]);
    if (row === undefined) return undefined;
    return { row: { rid: row[0], json: row[1] }, document: JSON.parse(row[1]) as JsonObject };
  }

  /** All documents of a filter, found before the first is changed: none is met again where its change moves it. */
  private matching(filter: Filter): readonly Found[] {
    this.ahead.forgetAll();
    const query = prepareQuery(this.rows.collection, filter);
    const accept = acceptor(query);
    const found: Found[] = [];
    for (const batch of batches(this.statements, () => this.rows.collection, query.plan))
      found.push(...accept(batch));
    return found;
  }
}

/** The operation's own fault, not the engine's. */
function isRefusal(error: unknown): error is Error {
  return error instanceof DuplicateKey || error instanceof UpdateRefused || error instanceof TypeError;
}
