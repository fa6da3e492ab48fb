import { type SqliteDatabase, type SqliteValue } from '../../embedded/sqlite-database.js';

export type Parameter = string | number | Buffer;

interface Prepared {
  all(parameters: readonly Parameter[]): unknown;
  run(parameters: readonly Parameter[]): { changes: number; lastInsertRowid: number | bigint };
}

/** Enough for every statement of some hundred collections and indexes. */
const MOST_KEPT = 2_000;

/**
 * Prepared statements, by their text. Rows are read with `all` alone: a `get` after an `all` of the same statement
 * answers the row of the parameters before (libsql 0.5.29).
 */
export class Statements {
  private readonly prepared = new Map<string, Prepared>();

  constructor(private readonly db: SqliteDatabase) {}

  all<Row extends readonly SqliteValue[]>(sql: string, parameters: readonly Parameter[]): Row[] {
    return this.prepare(sql, true).all(parameters) as Row[];
  }

  run(sql: string, parameters: readonly Parameter[]): { changes: number; rid: number } {
    const { changes, lastInsertRowid } = this.prepare(sql, false).run(parameters);
    return { changes, rid: Number(lastInsertRowid) };
  }

  /** Tables have come or gone. */
  clear(): void {
    this.prepared.clear();
  }

  private prepare(sql: string, reads: boolean): Prepared {
    const known = this.prepared.get(sql);
    if (known !== undefined) return known;
    if (this.prepared.size >= MOST_KEPT) this.prepared.clear();
    const statement = this.db.prepare(sql);
    const prepared = (reads ? statement.raw() : statement) as unknown as Prepared;
    this.prepared.set(sql, prepared);
    return prepared;
  }
}
