import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../embedded/sqlite-database.js';
import { type Document } from '../documents.js';
import { EmbeddedStore } from './embedded-databases.js';
import { type EmbeddedDocuments } from './embedded-documents.js';
import { encodeKey, encodeValue } from './key-encoding.js';

interface Row extends Document {
  readonly [member: string]: unknown;
}

/** The first format: every index a table of keys. */
const FIRST_FORMAT = `
  CREATE TABLE collections (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE indexes (
    id INTEGER PRIMARY KEY, collection INTEGER NOT NULL REFERENCES collections (id), name TEXT NOT NULL,
    spec TEXT NOT NULL, multikey TEXT NOT NULL DEFAULT '[]', UNIQUE (collection, name)
  );
  INSERT INTO collections VALUES (1, 'rows');
  INSERT INTO indexes VALUES
    (1, 1, 'at', '{"key":{"at":-1},"unique":false,"sparse":false}', '[]'),
    (2, 1, 'address', '{"key":{"address":1},"unique":true,"sparse":true}', '[]'),
    (3, 1, 'words', '{"key":{"words":1},"unique":false,"sparse":false}', '[0]');
  CREATE TABLE c1 (rid INTEGER PRIMARY KEY, k BLOB NOT NULL UNIQUE, doc TEXT NOT NULL);
  CREATE TABLE i1 (k BLOB PRIMARY KEY, rid INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE i2 (k BLOB PRIMARY KEY, rid INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE i3 (k BLOB PRIMARY KEY, rid INTEGER NOT NULL) WITHOUT ROWID;`;

describe('the keys of an index', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-key-columns-'));
  let path: string;
  let store: EmbeddedStore;
  let rows: EmbeddedDocuments<Row>;
  let files = 0;

  function open(): void {
    store = new EmbeddedStore(path);
    rows = store.collection<Row>('rows');
  }

  beforeEach(() => {
    path = join(folder, `${++files}.db`);
  });
  afterEach(async () => {
    await store.close();
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const insert = (...documents: Row[]) =>
    rows.bulkWrite(documents.map((document) => ({ insertOne: { document } })));
  const ids = async (filter: Record<string, unknown>) =>
    (await rows.find(filter, { sort: { _id: 1 } }).toArray()).map(({ _id }) => _id);
  const plan = (filter: Record<string, unknown>) => rows.explain(filter)?.details.join();

  const keyOf = (values: readonly unknown[], direction: 1 | -1) =>
    encodeKey(
      values,
      values.map(() => ({ direction })),
    );

  it('are moved into the rows of a file of the first format, once', async () => {
    const documents: Row[] = [
      { _id: 'a', at: 1, address: 'x', words: ['u', 'v'] },
      { _id: 'b', at: 2, words: 'u' },
    ];
    const old = openSqlite(path);
    old.exec(FIRST_FORMAT);
    for (const [n, document] of documents.entries()) {
      const [rid, { _id, at, address, words }] = [n + 1, document];
      old.prepare('INSERT INTO c1 VALUES (?, ?, ?)').run([rid, encodeValue(_id), JSON.stringify(document)]);
      old.prepare('INSERT INTO i1 VALUES (?, ?)').run([keyOf([at, _id], -1), rid]);
      if (address !== undefined) old.prepare('INSERT INTO i2 VALUES (?, ?)').run([keyOf([address], 1), rid]);
      for (const word of [words].flat())
        old.prepare('INSERT INTO i3 VALUES (?, ?)').run([keyOf([word, _id], 1), rid]);
    }
    old.close();

    for (let time = 0; time < 2; time += 1) {
      open();
      expect(await ids({ at: { $gte: 2 } })).toEqual(['b']);
      expect(await ids({ at: { $lt: 2 } })).toEqual(['a']);
      expect(await ids({ address: 'x' })).toEqual(['a']);
      expect(await rows.countDocuments({ words: 'u' })).toBe(2);
      expect(plan({ at: 1 })).toMatch(/^SEARCH c1 USING INDEX i1 \(x1>\? AND x1<\?\)$/);
      expect(plan({ address: 'x' })).toMatch(/^SEARCH c1 USING INDEX i2 \(x2>\? AND x2<\?\)$/);
      expect(plan({ words: 'u' })).toMatch(/^SEARCH i USING PRIMARY KEY/);
      await expect(insert({ _id: `c${time}`, address: 'x' })).rejects.toThrow('already holds');
      await store.close();
    }
    open();
    await rows.bulkWrite([
      { replaceOne: { filter: { _id: 'a' }, replacement: { _id: 'a', at: 3, words: 'w' } } },
      { deleteOne: { filter: { _id: 'b' } } },
    ]);
    expect(await ids({ at: { $gte: 1 } })).toEqual(['a']);
    expect([await ids({ address: 'x' }), await ids({ words: 'u' }), await ids({ words: 'w' })]).toEqual([
      [],
      [],
      ['a'],
    ]);
  });

  const byN = [
    { name: 'n', key: { n: 1 }, why: 'a test' },
    { name: 'unique', key: { 'u.v': 1 }, unique: true, sparse: true, why: 'a test' },
  ] as const;

  it('leave the rows with the first array, in the midst of a bulk', async () => {
    open();
    await rows.createIndexes(byN);
    await insert({ _id: 'a', n: 1, u: { v: 1 } }, { _id: 'b', n: 2 });
    expect(plan({ n: 1 })).toContain('USING INDEX');
    await rows.bulkWrite([
      { replaceOne: { filter: { _id: 'a' }, replacement: { _id: 'a', n: [7, 8], u: [{ v: 1 }, { v: 2 }] } } },
      { updateOne: { filter: { n: 8 }, update: { $set: { flag: true } } } },
      { insertOne: { document: { _id: 'c', n: 8, u: { v: 3 } } } },
      { deleteOne: { filter: { n: 2 } } },
    ]);
    expect(plan({ n: 1 })).toContain('USING PRIMARY KEY');
    expect(await ids({ n: 8 })).toEqual(['a', 'c']);
    expect(await ids({ n: { $lt: 7 } })).toEqual([]);
    expect(await ids({ flag: true })).toEqual(['a']);
    await expect(insert({ _id: 'd', u: { v: 2 } })).rejects.toThrow('already holds');
    await store.close();
    open();
    expect(await ids({ n: { $gte: 7 } })).toEqual(['a', 'c']);
    await expect(insert({ _id: 'd', u: { v: 3 } })).rejects.toThrow('already holds');
  });

  it('leave the rows while they are read', async () => {
    open();
    await rows.createIndexes(byN);
    await insert(...Array.from({ length: 2_000 }, (_, n) => ({ _id: String(n), n })));
    const seen: unknown[] = [];
    for await (const row of rows.find({ n: { $gte: 0 } }, { sort: { n: 1 } })) {
      seen.push(row['n']);
      if (seen.length === 5) await insert({ _id: 'array', n: [-1, -2] });
    }
    expect(seen).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
  });

  it('come back into the rows where the write that brought the array fails', async () => {
    open();
    await rows.createIndexes(byN);
    await insert({ _id: 'a', n: 1 });
    const broken = rows.bulkWrite([
      { insertOne: { document: { _id: 'b', n: [1, 2] } } },
      { updateOne: { filter: { _id: 'b' }, update: { $unknown: { n: 1 } } } },
    ]);
    await expect(broken).rejects.toThrow('$unknown');
    await insert({ _id: 'c', n: 3 });
    expect(plan({ n: 1 })).toContain('USING INDEX');
    expect(await ids({ n: { $gte: 1 } })).toEqual(['a', 'c']);
    await insert({ _id: 'd', n: [4, 5] });
    expect(await ids({ n: { $gte: 1 } })).toEqual(['a', 'c', 'd']);
  });

  it('of documents that are there already are written with a new index, arrays or not', async () => {
    open();
    await insert({ _id: 'a', n: 1, m: 5 }, { _id: 'b', n: [2, 3], m: 4 }, { _id: 'c', n: 3 });
    await rows.createIndexes([...byN, { name: 'm', key: { m: 1 }, sparse: true, why: 'a test' }]);
    expect([plan({ n: 1 }), plan({ m: 1 })]).toEqual([
      expect.stringContaining('PRIMARY KEY'),
      expect.stringContaining('USING INDEX'),
    ]);
    expect([await ids({ n: 3 }), await ids({ n: 1 }), await ids({ m: { $gt: 0 } })]).toEqual([
      ['b', 'c'],
      ['a'],
      ['a', 'b'],
    ]);
  });

  it('go with their index, as does a dropped collection whole', async () => {
    open();
    await rows.createIndexes(byN);
    await insert({ _id: 'a', n: 1 }, { _id: 'b', u: [{ v: 1 }] });
    await rows.createIndexes(
      byN.map(({ name }) => ({ name, key: { m: 1 as const, [name]: 1 as const }, why: 'other keys' })),
    );
    await insert({ _id: 'c', u: { v: 1 } });
    expect(rows.explain({ n: 1 })?.index).toBeNull();
    expect(await ids({ n: 1 })).toEqual(['a']);
    expect(await ids({ m: null, n: { $exists: true } })).toEqual(['a']);
    await rows.drop();
    await insert({ _id: 'a', n: 2 });
    expect(await ids({ n: { $gt: 0 } })).toEqual(['a']);
    const file = openSqlite(path);
    const left = file.prepare(`SELECT name FROM sqlite_schema WHERE name GLOB '[cix][0-9]*'`).raw().all([]);
    file.close();
    expect(left).toHaveLength(1);
  });
});
