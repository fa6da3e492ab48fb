import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GroupCommitClosed, GroupCommitFailed, GroupCommitOverloaded } from './group-commit.errors.js';
import { GroupCommit, type GroupCommitOptions } from './group-commit.js';
import { openSqlite, type SqliteDatabase } from './sqlite-database.js';

describe('GroupCommit', () => {
  let folder: string;
  let db: SqliteDatabase;
  let commits: number;
  let rollbacks: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'medimail-group-commit-'));
    db = openSqlite(join(folder, 'test.db'));
    db.exec('CREATE TABLE parent (id INTEGER PRIMARY KEY)');
    db.exec(
      'CREATE TABLE item (n INTEGER, parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)',
    );
    db.pragma('foreign_keys=ON');
    commits = rollbacks = 0;
  });

  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  const group = (options: GroupCommitOptions = {}) =>
    new GroupCommit(db, { onCommit: () => commits++, onRollback: () => rollbacks++, ...options });
  const insert = (n: number, parent: number | null = null) => {
    db.prepare('INSERT INTO item VALUES (?, ?)').run([n, parent]);
    return n;
  };
  const items = () => (db.prepare('SELECT n FROM item ORDER BY n').raw().all([]) as number[][]).flat();

  it('commits the works of one turn of the event loop in one transaction, in order', async () => {
    const commit = group();
    const order: number[] = [];
    const answers = await Promise.all(
      [3, 1, 2].map((n) =>
        commit.run(() => {
          order.push(n);
          expect(db.inTransaction).toBe(true);
          return insert(n);
        }),
      ),
    );
    expect(answers).toEqual([3, 1, 2]);
    expect(order).toEqual([3, 1, 2]);
    expect(items()).toEqual([1, 2, 3]);
    expect(commits).toBe(1);
  });

  it('answers nobody before the commit', async () => {
    const seen: boolean[] = [];
    const commit = group({ onCommit: () => seen.push(db.inTransaction) });
    await commit.run(() => insert(1));
    expect(seen).toEqual([false]);
  });

  it('takes back what a throwing work wrote, and only that', async () => {
    const commit = group();
    const results = await Promise.allSettled([
      commit.run(() => insert(1)),
      commit.run(() => {
        insert(2);
        throw new RangeError('no');
      }),
      commit.run(() => insert(3)),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { message: 'no' } });
    expect(items()).toEqual([1, 3]);
    // The group ran again, with savepoints.
    expect([commits, rollbacks]).toEqual([1, 1]);
  });

  it('takes back what a work wrote that is alone and throws', async () => {
    const commit = group();
    const work = commit.run(() => {
      insert(1);
      throw new RangeError('no');
    });
    await expect(work).rejects.toThrow(RangeError);
    expect(items()).toEqual([]);
    expect([commits, rollbacks]).toEqual([0, 1]);
    expect(db.inTransaction).toBe(false);
    await expect(commit.run(() => insert(2))).resolves.toBe(2);
    expect(items()).toEqual([2]);
  });

  it('keeps nothing of a work that is alone when the commit fails', async () => {
    const commit = group();
    await expect(commit.run(() => insert(1, 404))).rejects.toThrow(GroupCommitFailed);
    expect(items()).toEqual([]);
    expect([commits, rollbacks]).toEqual([0, 1]);
    await expect(commit.run(() => insert(2))).resolves.toBe(2);
  });

  it('needs no savepoint for works that are known to throw before they write', async () => {
    const commit = group({ wroteNothing: (error) => error instanceof RangeError });
    const throws = (error: Error) =>
      commit.run(() => {
        throw error;
      });
    const [one, refused] = await Promise.allSettled([
      commit.run(() => insert(1)),
      throws(new RangeError('no')),
    ]);
    expect(one.status).toBe('fulfilled');
    expect(refused).toMatchObject({ reason: { message: 'no' } });
    const failed = await Promise.allSettled([
      commit.run(() => insert(2)),
      throws(new TypeError('after a write')),
    ]);
    for (const result of failed) expect(result).toMatchObject({ reason: expect.any(GroupCommitFailed) });
    expect(items()).toEqual([1]);
  });

  it('rejects the whole group and keeps nothing when the commit itself fails', async () => {
    const commit = group();
    const results = await Promise.allSettled([commit.run(() => insert(1)), commit.run(() => insert(2, 404))]);
    for (const result of results) expect(result).toMatchObject({ reason: expect.any(GroupCommitFailed) });
    expect(items()).toEqual([]);
    expect([commits, rollbacks]).toEqual([0, 1]);
    await expect(commit.run(() => insert(3))).resolves.toBe(3);
    expect(items()).toEqual([3]);
  });

  it('loses no other write when the file may not grow any more', async () => {
    db.exec('CREATE TABLE blob (b BLOB)');
    const commit = group();
    const pages = (db.prepare('PRAGMA page_count').raw().all([]) as number[][])[0]?.[0] ?? 0;
    db.pragma(`max_page_count=${pages + 4}`);
    const fill = () =>
      commit.run(() => db.prepare('INSERT INTO blob VALUES (?)').run([Buffer.alloc(100_000)]));
    const results = await Promise.allSettled([
      commit.run(() => insert(1)),
      fill(),
      commit.run(() => insert(2)),
    ]);
    const kept = results.filter((result) => result.status === 'fulfilled').map((result) => result.value);
    expect(results[1].status).toBe('rejected');
    expect(items()).toEqual(kept);
    await commit.run(() => insert(3));
    expect(items()).toEqual([...kept, 3]);
  });

  it('splits a long queue into transactions of the given size', async () => {
    const commit = group({ maxBatch: 10 });
    await Promise.all(Array.from({ length: 25 }, (_, n) => commit.run(() => insert(n))));
    expect(commits).toBe(3);
    expect(items()).toHaveLength(25);
  });

  it('refuses a work over its bound', async () => {
    const commit = group({ maxQueued: 2 });
    const accepted = [commit.run(() => insert(1)), commit.run(() => insert(2))];
    await expect(commit.run(() => insert(3))).rejects.toBeInstanceOf(GroupCommitOverloaded);
    await Promise.all(accepted);
    expect(items()).toEqual([1, 2]);
  });

  it('ends what is waiting when it is closed, and takes nothing more', async () => {
    const commit = group({ maxBatch: 1 });
    const waiting = [commit.run(() => insert(1)), commit.run(() => insert(2))];
    await commit.close();
    expect(items()).toEqual([1, 2]);
    await Promise.all(waiting);
    await expect(commit.run(() => insert(3))).rejects.toBeInstanceOf(GroupCommitClosed);
  });
});
