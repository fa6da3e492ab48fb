import { setImmediate as turn } from 'node:timers/promises';
import { type Cursor, type Filter, type FindOptions, type Sort } from '../documents.js';
import { projector } from './projection.js';
import { acceptor, batches, type Found, prepareQuery, type Query } from './reader.js';
import { sortKeyOf } from './sort-key.js';
import { type Statements } from './statements.js';
import { type CollectionTable } from './tables.js';
import { type JsonObject } from './value-order.js';

/** What a cursor reads from; the collection is looked up again for each batch: it may be gone meanwhile. */
export interface CursorSource {
  readonly statements: Statements;
  table(): CollectionTable | null;
  /** Turns the engine's errors into those of the port. */
  guard<R>(read: () => R): R;
}

/** Reads nothing before it is iterated, holds nothing open between two batches. */
export class EmbeddedCursor<T> implements Cursor<T> {
  constructor(
    private readonly source: CursorSource,
    private readonly filter: Filter,
    private readonly options: FindOptions,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for await (const page of this.pages()) yield* page;
  }

  async toArray(): Promise<T[]> {
    const documents: T[] = [];
    for await (const page of this.pages()) documents.push(...page);
    return documents;
  }

  /** Pages rather than documents: to wait for each one would cost more than to read it. */
  private async *pages(): AsyncGenerator<T[], void> {
    const { skip = 0, limit = 0 } = this.options;
    const project = projector(this.options.projection);
    let before = skip;
    let left = limit > 0 ? limit : Infinity;
    for await (const found of this.found(limit > 0 ? skip + limit : 0)) {
      const page = found.slice(before, before + left).map(({ document }) => project(document) as T);
      before = Math.max(0, before - found.length);
      left -= page.length;
      if (page.length > 0) yield page;
      if (left === 0) return;
    }
  }

  /** @param wanted documents that will do; 0: all of them */
  private async *found(wanted: number): AsyncGenerator<readonly Found[], void> {
    const collection = this.source.guard(() => this.source.table());
    if (collection === null) return;
    const sort = this.options.sort ?? {};
    const query = prepareQuery(collection, this.filter, sort);
    if (query.plan.sorted) yield* this.scan(collection, query, wanted);
    else yield* this.sorted(collection, query, sort, wanted);
  }

  private async *scan(
    collection: CollectionTable,
    query: Query,
    wanted: number,
  ): AsyncGenerator<readonly Found[], void> {
    const expected = wanted > 0 ? wanted : undefined;
    const accept = acceptor(query);
    const rows = batches(
      this.source.statements,
      () => this.source.table() ?? collection,
      query.plan,
      expected,
    );
    for (let first = true; ; first = false) {
      // A long read must not keep everybody else waiting.
      if (!first) await turn();
      const found = this.source.guard(() => {
        if (this.source.table()?.id !== collection.id) return null;
        const batch = rows.next();
        return batch.done === true ? null : accept(batch.value);
      });
      if (found === null) return;
      yield found;
    }
  }

  /** Keeps the keys, not the documents: those are read again in their order. */
  private async *sorted(
    collection: CollectionTable,
    query: Query,
    sort: Sort,
    wanted: number,
  ): AsyncGenerator<readonly Found[], void> {
    const best = new Best(wanted > 0 ? wanted : Infinity);
    for await (const found of this.scan(collection, query, 0)) {
      for (const { row, document } of found) best.add({ rid: row.rid, key: sortKeyOf(document, sort) });
    }
    for (const { rid } of best.inOrder()) {
      const found = this.source.guard(() => this.readAgain(collection, rid, query));
      if (found !== null) yield [found];
    }
  }

  private readAgain(collection: CollectionTable, rid: number, query: Query): Found | null {
    if (this.source.table()?.id !== collection.id) return null;
    const sql = `SELECT doc FROM ${collection.table} WHERE rid = ?`;
    const [row] = this.source.statements.first<[string]>(sql, [rid]);
    if (row === undefined) return null;
    const document = JSON.parse(row[0]) as JsonObject;
    return query.accepts(document) ? { row: { rid, json: row[0] }, document } : null;
  }
}

interface Ranked {
  readonly rid: number;
  readonly key: Buffer;
}

/** The first so many in order; the others are thrown away now and then. */
class Best {
  private ranked: Ranked[] = [];

  constructor(private readonly wanted: number) {}

  add(one: Ranked): void {
    this.ranked.push(one);
    if (this.ranked.length > 2 * this.wanted + 1_000) this.ranked = this.inOrder();
  }

  inOrder(): Ranked[] {
    return this.ranked.sort((a, b) => Buffer.compare(a.key, b.key)).slice(0, this.wanted);
  }
}
