import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Databases, type Document, type Documents } from '../documents.js';
import { BulkWriteFailed, DocumentsUnavailable, DuplicateKey } from '../documents.errors.js';
import { openEmbeddedDatabases } from './embedded-databases.js';

interface Doc extends Document {
  readonly [member: string]: unknown;
}

describe('the embedded databases', () => {
  let folder: string;
  let databases: Databases;
  let documents: Documents<Doc>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medimail-documents-'));
    databases = openEmbeddedDatabases(folder);
    documents = databases.database('read-models').collection<Doc>('things');
  });
  afterEach(async () => {
    await databases.close();
    await rm(folder, { recursive: true });
  });

  const insert = (document: Doc) => documents.bulkWrite([{ insertOne: { document } }]);

  async function reopen(): Promise<void> {
    await databases.close();
    databases = openEmbeddedDatabases(folder);
    documents = databases.database('read-models').collection<Doc>('things');
  }

  it('are a file each, made when first asked for, for their owner alone', async () => {
    databases.database('day-keys');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.db'));
    expect(files.sort()).toEqual(['day-keys.db', 'read-models.db']);
    expect((await stat(join(folder, 'day-keys.db'))).mode & 0o077).toBe(0);
    expect(databases.database('day-keys')).toBe(databases.database('day-keys'));
  });

  it('hold documents, indexes and what is known of arrays after they are opened again', async () => {
    await documents.createIndexes([{ name: 'tags', key: { tags: 1, at: 1 }, unique: true, why: 'a test' }]);
    await insert({ _id: '1', tags: ['a', 'b'], at: 1 });
    await reopen();
    expect(await documents.find({ tags: { $gte: 'a' } }).toArray()).toHaveLength(1);
    expect(await documents.countDocuments({ tags: { $gte: 'a' } })).toBe(1);
    await expect(insert({ _id: '2', tags: 'b', at: 1 })).rejects.toThrow(BulkWriteFailed);
  });

  it('learn that a path has arrays from the write that brings the first one', async () => {
    await documents.createIndexes([{ name: 'n', key: { n: 1 }, why: 'a test' }]);
    await insert({ _id: '1', n: 1 });
    expect(await documents.find({ n: { $gt: 0, $lt: 5 } }).toArray()).toHaveLength(1);
    await insert({ _id: '2', n: [-1, 9] });
    expect(await documents.find({ n: { $gt: 0, $lt: 5 } }).toArray()).toHaveLength(2);
  });

  it('forget what they learnt in a write that was taken back', async () => {
    await insert({ _id: '1', a: 1, b: 1 });
    await insert({ _id: '2', a: [1], b: 1 });
    const indexes = [
      { name: 'a', key: { a: 1 }, why: 'would be made' },
      { name: 'b', key: { b: 1 }, unique: true, why: 'cannot be made' },
    ] as const;
    await expect(documents.createIndexes(indexes)).rejects.toThrow(DuplicateKey);
    expect(await documents.find({ a: { $gte: 1, $lte: 1 } }).toArray()).toHaveLength(2);
    await documents.createIndexes([indexes[0]]);
    await reopen();
    expect(await documents.find({ a: { $gte: 1, $lte: 1 } }).toArray()).toHaveLength(2);
  });

  it('scrub what was deleted or replaced out of their files', async () => {
    const secret = 'le secret que personne ne doit retrouver';
    await documents.createIndexes([{ name: 's', key: { secret: 1 }, why: 'keys are to go as well' }]);
    for (let n = 0; n < 200; n += 1) await insert({ _id: `${n} ${secret}`, secret: `${secret} ${n}` });
    const holds = async (): Promise<boolean> => {
      const files = await readdir(folder);
      const contents = await Promise.all(files.map((file) => readFile(join(folder, file))));
      return contents.some((content) => content.includes(secret));
    };
    expect(await holds()).toBe(true);
    await documents.bulkWrite([
      { deleteMany: { filter: { _id: { $lt: '5' } } } },
      { updateMany: { filter: {}, update: { $unset: { secret: '' } } } },
      { deleteMany: { filter: {} } },
    ]);
    await databases.database('read-models').scrub();
    expect(await holds()).toBe(false);
  });

  it('scrub the copies of rows that moved before they were deleted', async () => {
    const store = databases.database('read-models');
    const size = (n: number) => 10 + ((n * 7_919) % 1_190);
    const secret = (n: number) => 'le secret que personne ne doit retrouver'.padEnd(size(n), 'x');
    // Which rows move, and whether their old place is used again, depends on all the others: one history is not enough.
    for (let kept = 20; kept <= 60; kept += 4) {
      const one = store.collection<Doc>(`notes-${kept}`);
      const ids = Array.from({ length: 200 }, (_, n) => `${n}`);
      const documents = ids.map((_id, n) => ({ _id, a: secret(n) }));
      for (const document of documents) await one.bulkWrite([{ insertOne: { document } }]);
      const place = (id: string) => (Number(id) * 104_729 * kept) % 1_009;
      const scattered = [...ids].sort((a, b) => place(a) - place(b));
      const writing = one.bulkWrite([
        ...scattered.slice(kept).map((_id) => ({ deleteOne: { filter: { _id } } })),
        ...scattered.slice(0, kept).map((_id, n) => ({
          updateOne: { filter: { _id }, update: { $set: { a: 'y'.repeat(size(n)) } } },
        })),
      ]);
      // A scrub that begins before a write is on the disk has not seen it.
      await Promise.all([writing, store.scrub()]);
    }
    const holds = async () => {
      const contents = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file))));
      return contents.some((content) => content.includes('le secret'));
    };
    await Promise.all([store.scrub(), store.scrub()]);
    expect(await holds()).toBe(false);
    expect(await store.collection('notes-60').countDocuments({ a: { $gte: 'y' } })).toBe(60);
    await insert({ _id: 'one more' });
    const closing = store.scrub();
    await databases.close();
    await closing.catch((error: unknown) => {
      expect(error).toBeInstanceOf(DocumentsUnavailable);
    });
  });

  it('are unavailable once closed', async () => {
    await databases.close();
    await expect(insert({ _id: '1' })).rejects.toThrow(DocumentsUnavailable);
    await expect(documents.find({}).toArray()).rejects.toThrow(DocumentsUnavailable);
    await expect(documents.countDocuments({})).rejects.toThrow(DocumentsUnavailable);
    await expect(databases.database('read-models').scrub()).rejects.toThrow(DocumentsUnavailable);
  });

  it('end a cursor whose collection is dropped meanwhile', async () => {
    const many = Array.from({ length: 3_000 }, (_, n) => ({ insertOne: { document: { _id: `${n}` } } }));
    await documents.bulkWrite(many);
    let read = 0;
    for await (const _ of documents.find({})) {
      read += 1;
      if (read === 10) await documents.drop();
    }
    expect(read).toBeLessThan(3_000);
  });

  describe('leave to mingo', () => {
    beforeEach(() => insert({ _id: '1', n: 6, list: [1, 2, 3], s: 'x' }));

    it.each<[string, Record<string, unknown>, number]>([
      ['$mod', { n: { $mod: [4, 2] } }, 1],
      ['$mod that does not match', { n: { $mod: [4, 1] } }, 0],
      ['$type', { s: { $type: 'string' } }, 1],
      ['$expr', { $expr: { $eq: [{ $size: '$list' }, '$n'] } }, 0],
    ])('the filter %s', async (_name, filter, count) => {
      expect(await documents.countDocuments(filter)).toBe(count);
    });

    it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
      ['$mul', { $mul: { n: 2 } }, { n: 12 }],
      ['$rename', { $rename: { s: 't' } }, { t: 'x' }],
      ['$pop', { $pop: { list: -1 } }, { list: [2, 3] }],
      ['$pullAll', { $pullAll: { list: [1, 3] } }, { list: [2] }],
    ])('the update %s, and index what comes of it', async (_name, update, after) => {
      await documents.createIndexes(
        ['n', 's', 't', 'list'].map((path) => ({ name: path, key: { [path]: 1 as const }, why: 'a test' })),
      );
      await documents.bulkWrite([{ updateOne: { filter: { _id: '1' }, update } }]);
      expect(await documents.findOne({ _id: '1' })).toMatchObject(after);
      const [[path, value]] = Object.entries(after) as [[string, unknown]];
      const wanted = Array.isArray(value) ? (value as unknown[])[0] : value;
      expect(await documents.countDocuments({ [path]: wanted })).toBe(1);
    });

    it('but not an operator that nobody knows', async () => {
      await expect(documents.find({ n: { $foo: 1 } }).toArray()).rejects.toThrow('$foo');
      await expect(documents.find({ $foo: 1 }).toArray()).rejects.toThrow('$foo');
      await expect(
        documents.bulkWrite([{ updateOne: { filter: { _id: '1' }, update: { $foo: { n: 1 } } } }]),
      ).rejects.toThrow('$foo');
    });
  });
});
