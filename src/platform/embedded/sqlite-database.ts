import Database from 'libsql';
import { chmodSync } from 'node:fs';

/** One connection to one SQLite file. Synchronous: a call returns when SQLite has done its work. */
export type SqliteDatabase = Database.Database;

/** A row as `statement.raw()` gives it. A BLOB comes back as an `ArrayBuffer`. */
export type SqliteValue = string | number | null | ArrayBuffer;

export interface OpenSqliteOptions {
  /** How long a statement waits for a lock that another connection holds; 5,000 ms by default. */
  readonly busyTimeoutMs?: number;
  /** The WAL is copied back into the file each time that it has grown by so many pages of 4 KiB; 4,000 by default. */
  readonly walAutocheckpointPages?: number;
  /** Memory for pages of the file; 8,192 KiB by default. */
  readonly cacheKiB?: number;
}

/**
 * Opens (creates) a database file, readable by its owner alone, so that
 * - a transaction is on the disk when `COMMIT` returns (WAL, `synchronous=FULL`);
 * - what is deleted is overwritten with zeros (`secure_delete`): in the file after {@link scrub} only, and but for
 *   copies that moved rows left behind ({@link PageGaps}).
 *
 * What surprises in `libsql` 0.5.29, for whoever writes a statement:
 * - give the parameters as one array, always: `run(buffer)` with one lone Buffer ends the whole process;
 * - `get()` adds a column `_metadata` and `pluck().get()` is broken: use `.raw().get([…])` or `.raw().all([…])`;
 *   where there is no row, `get()` answers undefined;
 * - numbers are bound as REAL: a column of affinity INTEGER makes integers of them again, one without keeps `1.0`;
 *   give a `bigint` where that matters;
 * - a string is read back only up to its first NUL: keep JSON, which escapes it, or a BLOB;
 * - an `iterate()` left before its end locks its tables against `wal_checkpoint`: read pages with `all()`.
 *
 * @throws SqliteError where the file cannot be opened or is no database
 */
export function openSqlite(path: string, options: OpenSqliteOptions = {}): SqliteDatabase {
  const db = new Database(path);
  db.pragma(`busy_timeout=${options.busyTimeoutMs ?? 5_000}`);
  db.pragma('journal_mode=WAL');
  db.pragma('synchronous=FULL');
  db.pragma('secure_delete=ON');
  db.pragma('temp_store=MEMORY');
  db.pragma(`cache_size=-${options.cacheKiB ?? 8_192}`);
  db.pragma(`wal_autocheckpoint=${options.walAutocheckpointPages ?? 4_000}`);
  chmodSync(path, 0o600);
  return db;
}

/**
 * Copies the whole WAL into the file and empties it: no copy of what was deleted before stays in it.
 *
 * @throws Error where a reader or writer kept the WAL from being emptied: try again later
 */
export function scrub(db: SqliteDatabase): void {
  const [row] = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').raw().all([]) as [number, number, number][];
  if (row?.[0] !== 0) throw new Error('the write-ahead log could not be emptied: the database is in use');
}
