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
import { prepareQuery } from './reader.js';
import { RowStore } from './row-store.js';

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
    const [first] = await this.find(filter, { ...options, limit: 1 }).toArray();
    return first ?? null;
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
      return new BulkWriter(statements, rows).run(operations, options.ordered !== false);
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
