import Database from 'libsql';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type SqliteDatabase } from './sqlite-database.js';

const BETWEEN_TRIES_MS = 100;

/** A connection that nothing refers to is closed by the garbage collector, and its lock with it. */
const held = new Set<SqliteDatabase>();

/** The lock's own file: opening and closing it by any other means in this process would free the lock (POSIX). */
export const LOCK_FILE = 'lock.db';

/** Another process holds the folder. The message is for whoever started this one. */
export class DataDirInUse extends Error {
  constructor(
    readonly folder: string,
    options?: ErrorOptions,
  ) {
    super(
      `another process is using the data folder ${folder}: stop it first, or give DATA_DIR another folder`,
      options,
    );
    this.name = 'DataDirInUse';
  }
}

/** The folder cannot be made, or nothing can be written in it. */
export class DataDirUnusable extends Error {
  constructor(
    readonly folder: string,
    options?: ErrorOptions,
  ) {
    super(`DATA_DIR ${folder} is no folder that this process can write in`, options);
    this.name = 'DataDirUnusable';
  }
}

export interface DataDirLock {
  readonly folder: string;
  /** Lets go of the folder, after every engine in it has been closed. The system does so when the process dies. */
  release(): void;
}

/**
 * Makes this process the only one that works on the folder (made where it is missing, for its owner alone). The
 * lock is the operating system's (`fcntl`, by an exclusive SQLite transaction that stays open): it is free the
 * moment its holder dies, however it dies, and nothing has to be cleared up by hand.
 *
 * @param waitMs how long another holder is waited for: a service that restarts overlaps its predecessor's end
 * @throws DataDirInUse when it is still held after that; DataDirUnusable
 */
export async function holdDataDir(folder: string, waitMs = 5_000): Promise<DataDirLock> {
  makeFolder(folder);
  for (let left = waitMs; ; left -= BETWEEN_TRIES_MS) {
    const db = new Database(join(folder, LOCK_FILE));
    const refusal = refusalOf(db);
    if (refusal === undefined) {
      held.add(db);
      return { folder, release: releaseOf(db) };
    }
    db.close();
    if (left <= 0) throw new DataDirInUse(folder, { cause: refusal });
    await pause(BETWEEN_TRIES_MS);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // SQLite would make it for everybody to read. One that is there is left alone: closing it would free its lock.
    closeSync(openSync(join(folder, LOCK_FILE), 'wx', 0o600));
  } catch (error) {
    if (!existsSync(join(folder, LOCK_FILE))) throw new DataDirUnusable(folder, { cause: error });
  }
}

function refusalOf(db: SqliteDatabase): Error | undefined {
  try {
    db.pragma('busy_timeout=0');
    db.exec('BEGIN EXCLUSIVE');
    return undefined;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return error;
    throw error;
  }
}

function releaseOf(db: SqliteDatabase): () => void {
  return () => {
    if (!held.delete(db)) return;
    db.exec('ROLLBACK');
    db.close();
  };
}
