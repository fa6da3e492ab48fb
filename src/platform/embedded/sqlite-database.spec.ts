import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite, scrub } from './sqlite-database.js';

describe('openSqlite', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'medimail-sqlite-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const copiesOf = (secret: string) =>
    readdirSync(folder).reduce(
      (count, file) => count + readFileSync(join(folder, file), 'latin1').split(secret).length - 1,
      0,
    );

  it('commits to the disk at every COMMIT, in WAL mode', () => {
    const db = openSqlite(join(folder, 'a.db'));
    const pragma = (name: string) => db.prepare(`PRAGMA ${name}`).raw().all([]);
    expect(pragma('journal_mode')).toEqual([['wal']]);
    expect(pragma('synchronous')).toEqual([[2]]);
    expect(pragma('secure_delete')).toEqual([[1]]);
    db.close();
  });

  it('makes files that only their owner reads', () => {
    const db = openSqlite(join(folder, 'a.db'));
    db.exec('CREATE TABLE t (v TEXT)');
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
    db.close();
  });

  it('keeps no copy of what was deleted once scrubbed', () => {
    const db = openSqlite(join(folder, 'a.db'));
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)');
    const insert = db.prepare('INSERT INTO t VALUES (?, ?)');
    for (let id = 0; id < 200; id++) insert.run([id, `secret-7f3a-${'x'.repeat(100)}`]);
    db.exec('DELETE FROM t');
    expect(copiesOf('secret-7f3a')).toBeGreaterThan(0);
    scrub(db);
    expect(copiesOf('secret-7f3a')).toBe(0);
    db.close();
  });

  it('says so when a reader keeps the write-ahead log', () => {
    const db = openSqlite(join(folder, 'a.db'));
    db.exec('CREATE TABLE t (v TEXT); INSERT INTO t VALUES (1)');
    const reader = openSqlite(join(folder, 'a.db'));
    reader.exec('BEGIN; SELECT * FROM t');
    db.exec('INSERT INTO t VALUES (2)');
    db.pragma('busy_timeout=10');
    expect(() => {
      scrub(db);
    }).toThrow('in use');
    reader.exec('COMMIT');
    scrub(db);
    reader.close();
    db.close();
  });
});
