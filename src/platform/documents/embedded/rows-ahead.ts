import { type BulkOperation, type Document } from '../documents.js';
import { encodeValue } from './key-encoding.js';
import { type Found, IDS_A_STATEMENT, rowsOfIds } from './reader.js';
import { type RowStore } from './row-store.js';
import { type Statements } from './statements.js';
import { type JsonObject } from './value-order.js';

/** Fewer are read one by one: a statement is made for many. */
const FEWEST = 8;

/**
 * What the operations of one call will ask for by `_id`, read ahead by few statements: to call SQLite costs as much as
 * what it then does. What one of them may have changed is not known any more.
 */
export class RowsAhead {
  private readonly ids: readonly (string | undefined)[];
  private readonly changed = new Set<string>();
  private known = new Map<string, Found | null>();

  constructor(
    private readonly statements: Statements,
    private readonly rows: RowStore,
    operations: readonly BulkOperation<Document>[],
  ) {
    this.ids = operations.length < FEWEST ? [] : operations.map(idOf);
  }

  /**
   * The document of an id as it stands, for the operation that changes it; null where there is none.
   *
   * @param at the operation's place
   * @returns undefined where it is to be read by itself
   */
  take(at: number, id: string): Found | null | undefined {
    if (this.changed.has(id)) return undefined;
    if (!this.known.has(id) && this.ids[at] === id) this.read(at);
    const found = this.known.get(id);
    this.forget(id);
    return found;
  }

  /** It may be changed. */
  forget(id: string): void {
    if (this.ids.length > 0) this.changed.add(id);
    this.known.delete(id);
  }

  /** Any document may be changed: what is asked for from now on is read from now on. */
  forgetAll(): void {
    this.known.clear();
  }

  /** What was read before is not kept: it would be all that the call asks for. */
  private read(at: number): void {
    const ids = new Set<string>();
    for (const id of this.ids.slice(at, at + IDS_A_STATEMENT)) {
      if (id !== undefined && !this.changed.has(id)) ids.add(id);
    }
    if (ids.size < FEWEST) return;
    this.known = new Map([...ids].map((id) => [id, null]));
    for (const row of rowsOfIds(this.statements, this.rows.collection, [...ids].map(encodeValue), 'k')) {
      const document = JSON.parse(row.json) as JsonObject;
      this.known.set(String(document['_id']), { row, document });
    }
  }
}

/** Of an operation that finds its document by nothing else first. */
function idOf(operation: BulkOperation<Document>): string | undefined {
  const one =
    'replaceOne' in operation
      ? operation.replaceOne
      : 'updateOne' in operation
        ? operation.updateOne
        : 'deleteOne' in operation
          ? operation.deleteOne
          : undefined;
  const id: unknown = one?.filter['_id'];
  return typeof id === 'string' ? id : undefined;
}
