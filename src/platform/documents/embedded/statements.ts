import { type SqliteDatabase, type SqliteValue } from '../../embedded/sqlite-database.js';

export type Parameter = string | number | Buffer | null;

interface Prepared {
  get(parameters: readonly Parameter[]): unknown;
  all(parameters: readonly Parameter[]): unknown;
  run(parameters: readonly Parameter[]): { lastInsertRowid: number | bigint };
}

/** Enough for every statement of some hundred collections and indexes. */
const MOST_KEPT = 2_000;

/**
 * Prepared statements, by their text. Those of `get` and of `all` are kept apart: a `get` after an `all` of the same
 * statement answers the row of the parameters before (libsql 0.5.29).
 */
export class Statements {
  private readonly rows = new Map<string, Prepared>();
  private readonly single = new Map<string, Prepared>();
  private readonly writes = new Map<string, Prepared>();

  constructor(private readonly db: SqliteDatabase) {}

  all<Row extends readonly SqliteValue[]>(sql: string, parameters: readonly Parameter[]): Row[] {
    return this.prepared(this.rows, sql).all(parameters) as Row[];
  }

  /** At most one row: the only one, or the first. */
  first<Row extends readonly SqliteValue[]>(sql: string, parameters: readonly Parameter[]): Row[] {
    const row = this.prepared(this.single, sql).get(parameters);
    return row === undefined ? [] : [row as Row];
  }

  /** @returns the row inserted, if it was one */
  run(sql: string, parameters: readonly Parameter[]): number {
    return Number(this.prepared(this.writes, sql).run(parameters).lastInsertRowid);
  }

  /** Tables have come or gone. */
  clear(): void {
    for (const kept of [this.rows, this.single, this.writes]) kept.clear();
  }

  private prepared(kept: Map<string, Prepared>, sql: string): Prepared {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    if (kept.size >= MOST_KEPT) kept.clear();
    const statement = this.db.prepare(sql);
    const prepared = (kept === this.writes ? statement : statement.raw()) as unknown as Prepared;
    kept.set(sql, prepared);
    return prepared;
  }
}
