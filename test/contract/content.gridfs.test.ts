import { randomUUID } from 'node:crypto';
import { ObjectId } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GridFsBlobs } from '../../src/platform/content/gridfs/gridfs-blobs.js';
import {
  type MongoDatabases,
  openMongoDatabases,
} from '../../src/platform/documents/mongodb/mongo-databases.js';
import { describeWhere, mongoDbMissing } from '../harness/availability.js';
import { gathered, itemsOf, patterned, piecesOf } from '../harness/byte-sources.js';
import { type MongoServer, startMongoServer } from '../harness/mongo-server/start-mongo-server.js';
import { blobsContract } from './blobs.contract.js';
import { contentIntegrityContract } from './content-integrity.contract.js';
import { contentContract } from './content.contract.js';

const at = new Date('2026-11-23T10:00:00.000Z');

describeWhere(mongoDbMissing(), 'contents in GridFS', () => {
  let server: MongoServer | undefined;
  let url: string;
  beforeAll(async () => {
    server = process.env['MONGODB_URL'] === undefined ? await startMongoServer() : undefined;
    url = server?.url ?? process.env['MONGODB_URL'] ?? '';
  });
  afterAll(async () => {
    await server?.stop();
  });

  const inDatabases = async (databases: MongoDatabases) => ({
    databases,
    blobs: await GridFsBlobs.open(databases.mongoDb('content')),
    close: async () => {
      await databases.mongoDb('content').dropDatabase();
      await databases.close();
    },
  });
  const open = () => inDatabases(openMongoDatabases({ url, prefix: `test-${randomUUID()}` }));

  describe('blobs', () => {
    blobsContract(open);

    it('lose what a crash cut off when it is swept, and the rest of an upload that ended not at all', async () => {
      const { databases, blobs, close } = await open();
      const db = databases.mongoDb('content');
      await blobs.write('whole', piecesOf(patterned(300_000), 100_000), at);
      const whole = await db.collection('blobs.files').findOne({ filename: 'whole' });
      const cut = new ObjectId();
      await db.collection('blobs.uploads').insertMany([
        { _id: cut, at },
        { _id: whole!._id, at },
      ]);
      await db.collection('blobs.chunks').insertOne({ files_id: cut, n: 0, data: Buffer.from('half') });
      const ids = (await itemsOf(blobs.list())).map(({ id }) => id);
      expect(ids).toEqual(['whole', `partial~${cut.toHexString()}`, `partial~${whole!._id.toHexString()}`]);
      await blobs.delete(ids.slice(1));
      expect((await itemsOf(blobs.list())).map(({ id }) => id)).toEqual(['whole']);
      expect(await db.collection('blobs.chunks').countDocuments({ files_id: cut })).toBe(0);
      expect(await gathered(blobs.read('whole', 0, 300_000))).toEqual(patterned(300_000));
      await close();
    });
  });

  contentContract(open);
  contentIntegrityContract(open);
});

describe('GridFS out of reach', () => {
  it('is told as such, without waiting for ever', async () => {
    const databases = openMongoDatabases({
      url: 'mongodb://127.0.0.1:9/?directConnection=true',
      serverSelectionTimeoutMS: 200,
    });
    await expect(GridFsBlobs.open(databases.mongoDb('content'))).rejects.toMatchObject({
      name: 'ContentUnavailable',
      message: 'the content store cannot be reached (index)',
    });
    await databases.close();
  });
});
