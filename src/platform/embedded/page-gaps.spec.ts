import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gapOf } from './page-gap.js';
import { PageGaps } from './page-gaps.js';
import { openSqlite, type SqliteDatabase, type SqliteValue, scrub } from './sqlite-database.js';

const SECRET = 'le-secret-7f3a';

describe('the gaps of pages', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'medimail-gaps-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const rows = (db: SqliteDatabase, sql: string) => db.prepare(sql).raw().all([]) as SqliteValue[][];

  async function clear(db: SqliteDatabase, gaps: PageGaps): Promise<number> {
    let found = 0;
    for await (const pages of gaps.used()) {
      found += pages.length;
      db.exec('BEGIN IMMEDIATE');
      gaps.clear(pages);
      db.exec('COMMIT');
    }
    scrub(db);
    return found;
  }

  /** Secrets of any size, of which those that are not deleted are overwritten. */
  const history = fc.record({
    sizes: fc.array(fc.integer({ min: 10, max: 1_200 }), { minLength: 150, maxLength: 300 }),
    kept: fc.integer({ min: 0, max: 60 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  });

  function live(db: SqliteDatabase, sizes: readonly number[], kept: number, seed: number): void {
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, k BLOB, v TEXT); CREATE UNIQUE INDEX i ON t (k)');
    const insert = db.prepare('INSERT INTO t VALUES (?, ?, ?)');
    const place = (n: number) => (n * 7_919 * seed) % 1_000_003;
    const ids = sizes.map((_, n) => n).sort((a, b) => place(a) - place(b));
    db.exec('BEGIN');
    for (const id of ids)
      insert.run([id, Buffer.from(`${SECRET}${id}`), SECRET + 'x'.repeat(sizes[id] ?? 0)]);
    for (const id of ids.slice(kept)) db.prepare('DELETE FROM t WHERE id = ?').run([id]);
    for (const id of ids.slice(0, kept))
      db.prepare('UPDATE t SET v = ?, k = ? WHERE id = ?').run(['y'.repeat(sizes[id] ?? 0), `y${id}`, id]);
    db.exec('COMMIT');
    scrub(db);
  }

  it('have copies of what was deleted, until they are cleared; what is there stays (R1)', async () => {
    let dirty = 0;
    let files = 0;
    await fc.assert(
      fc.asyncProperty(history, async ({ sizes, kept, seed }) => {
        const path = join(folder, `${++files}.db`);
        const db = openSqlite(path);
        const gaps = new PageGaps(db, path);
        live(db, sizes, kept, seed);
        const holds = () => readFileSync(path, 'latin1').includes(SECRET);
        const before = rows(db, 'SELECT * FROM t ORDER BY id');
        if (holds()) dirty++;

        await clear(db, gaps);

        expect(holds()).toBe(false);
        expect(rows(db, 'SELECT * FROM t ORDER BY id')).toEqual(before);
        expect(rows(db, 'PRAGMA integrity_check')).toEqual([['ok']]);
        expect(await clear(db, gaps)).toBe(0);
        db.close();
        gaps.close();
      }),
      { numRuns: 60 },
    );
    expect(dirty).toBeGreaterThan(0);
  }, 60_000);

  it('are found in a file of many slices', async () => {
    const path = join(folder, 'a.db');
    const db = openSqlite(path);
    const gaps = new PageGaps(db, path);
    live(
      db,
      Array.from({ length: 4_000 }, (_, n) => 300 + (n % 500)),
      1_500,
      3,
    );
    expect(rows(db, 'PRAGMA page_count')[0]?.[0]).toBeGreaterThan(600);
    expect(await clear(db, gaps)).toBeGreaterThan(0);
    expect(readFileSync(path, 'latin1')).not.toContain(SECRET);
    db.close();
    gaps.close();
  });
});

describe('gapOf', () => {
  const page = (kind: number, cells: number, content: number, at = 0): Buffer => {
    const bytes = Buffer.alloc(4_096);
    bytes[at] = kind;
    bytes.writeUInt16BE(cells, at + 3);
    bytes.writeUInt16BE(content, at + 5);
    return bytes;
  };

  it.each([
    ['a leaf of a table', 13, 8],
    ['a leaf of an index', 10, 8],
    ['an inner page of a table', 5, 12],
    ['an inner page of an index', 2, 12],
  ])('lies between pointers and cells of %s', (_, kind, header) => {
    expect(gapOf(page(kind, 3, 4_000), 2)).toEqual({ start: header + 6, end: 4_000 });
    expect(gapOf(page(kind, 3, 4_000, 100), 1)).toEqual({ start: 106 + header, end: 4_000 });
  });

  it.each([0, 1, 3, 255])('is not there in a page that begins with %i', (kind) => {
    expect(gapOf(page(kind, 3, 4_000), 2)).toBeUndefined();
  });

  it('is not there where the header cannot be right', () => {
    expect(gapOf(page(13, 3, 4_097), 2)).toBeUndefined();
    expect(gapOf(page(13, 3, 5), 2)).toBeUndefined();
  });
});
