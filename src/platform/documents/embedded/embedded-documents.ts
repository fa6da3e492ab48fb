import {
  type BulkOperation,
  type BulkResult,
  type Cursor,
  type Document,
  type Documents,
  type Filter,
  type FindOptions,
  type IndexSpec,
  type Sort,
} from '../documents.js';
import { BulkWriteFailed } from '../documents.errors.js';
import { assertFilter, assertOperations } from '../operands.js';
import { BulkWriter } from './bulk-writer.js';
import { countRanges } from './count.js';
import { EmbeddedCursor } from './cursor.js';
import { type Engine } from './engine.js';
import { buildIndexes } from './index-builder.js';
import { type Explanation, explainQuery } from './explain.js';
import { encodeValue } from './key-encoding.js';
import { projector } from './projection.js';
import { prepareQuery } from './reader.js';
import { RowStore } from './row-store.js';
import { type JsonObject } from './value-order.js';

/** One collection of the embedded engine. */
export class EmbeddedDocuments<T extends Document> implements Documents<T> {
  constructor(
    private readonly engine: Engine,
    readonly name: string,
  ) {}

  find(filter: Filter, options: FindOptions = {}): Cursor<T> {
    assertFilter(filter);
    const { statements } = this.engine;
    const source = {
      statements,
      table: () => this.engine.catalog.find(this.name),
      guard: <R>(read: () => R): R => this.engine.guard('find', read),
    };
    return new EmbeddedCursor<T>(source, filter, options);
  }

  async findOne(filter: Filter, options: Pick<FindOptions, 'sort' | 'projection'> = {}): Promise<T | null> {
    const id = onlyId(filter);
    if (id !== null) return this.readById(id, options.projection);
    const [first] = await this.find(filter, { ...options, limit: 1 }).toArray();
    return first ?? null;
  }

  /** Every request asks so for its session: there is nothing to plan, and one row to read. */
  private readById(id: string, projection: FindOptions['projection']): T | null {
    const project = projector(projection);
    const document = this.engine.guard('findOne', () => {
      const collection = this.engine.catalog.find(this.name);
      if (collection === null) return null;
      const [row] = this.engine.statements.first<[number, string]>(collection.sql.byId, [encodeValue(id)]);
      return row === undefined ? null : (JSON.parse(row[1]) as JsonObject);
    });
    return document === null ? null : (project(document) as T);
  }

  async countDocuments(filter: Filter, options: { readonly limit?: number } = {}): Promise<number> {
    assertFilter(filter);
    const limit = options.limit ?? Infinity;
    const counted = this.engine.guard('countDocuments', () => {
      const collection = this.engine.catalog.find(this.name);
      if (collection === null) return 0;
      const { plan } = prepareQuery(collection, filter);
      return plan.exact ? countRanges(this.engine.statements, collection, plan, limit) : null;
    });
    if (counted !== null) return counted;
    let count = 0;
    for await (const _ of this.find(filter, Number.isFinite(limit) ? { limit } : {})) count += 1;
    return count;
  }

  async bulkWrite(
    operations: readonly BulkOperation<T>[],
    options: { readonly ordered?: boolean } = {},
  ): Promise<BulkResult> {
    assertOperations(operations);
    const { statements, catalog } = this.engine;
    const result = await this.engine.write('bulkWrite', () => {
      const rows = new RowStore(statements, catalog, this.name);
      return new BulkWriter(statements, rows, operations).run(options.ordered !== false);
    });
    if (result instanceof BulkWriteFailed) throw result;
    return result;
  }

  async createIndexes(indexes: readonly IndexSpec[]): Promise<void> {
    await this.engine.write('createIndexes', () => buildIndexes(this.engine, this.name, indexes));
  }

  async drop(): Promise<void> {
    await this.engine.write('drop', () => {
      const collection = this.engine.catalog.find(this.name);
      if (collection === null) return;
      this.engine.catalog.drop(collection);
      this.engine.statements.clear();
    });
  }

  /** How a query is answered, for tests: SQLite's own plan for each of its statements. */
  explain(filter: Filter, sort: Sort = {}): Explanation | null {
    const collection = this.engine.catalog.find(this.name);
    return collection === null ? null : explainQuery(this.engine.statements, collection, filter, sort);
  }
}

/** The one `_id` that a filter asks for, and nothing else of it; null where it asks otherwise. */
function onlyId(filter: Filter): string | null {
  const { _id: id, ...others } = filter;
  return typeof id === 'string' && Object.keys(others).length === 0 ? id : null;
}
