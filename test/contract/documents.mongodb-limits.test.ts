import { MongoClient } from 'mongodb';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Documents } from '../../src/platform/documents/documents.js';
import { DocumentsUnavailable } from '../../src/platform/documents/documents.errors.js';
import { openMongoDatabases } from '../../src/platform/documents/mongodb/mongo-databases.js';
import { MongoDocuments } from '../../src/platform/documents/mongodb/mongo-documents.js';
import { describeWhere, mongoDbMissing } from '../harness/availability.js';
import { type MongoServer, startMongoServer } from '../harness/mongo-server/start-mongo-server.js';

/** Calls of every kind. */
const calls: readonly [name: string, call: (documents: Documents) => Promise<unknown>][] = [
  ['find', (documents) => documents.find({}).toArray()],
  ['findOne', (documents) => documents.findOne({})],
  ['countDocuments', (documents) => documents.countDocuments({})],
  ['bulkWrite', (documents) => documents.bulkWrite([{ insertOne: { document: { _id: 'a' } } }])],
  ['createIndexes', (documents) => documents.createIndexes([{ name: 'x', key: { x: 1 }, why: 'a test' }])],
  ['drop', (documents) => documents.drop()],
];

describe('MongoDB out of reach', () => {
  const sockets: Socket[] = [];
  let server: Server | undefined;
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server?.close();
    server = undefined;
  });

  /** Takes connections, and never answers. */
  async function silentPort(): Promise<number> {
    const listening = createServer((socket) => sockets.push(socket));
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const address = listening.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }

  it.each(calls)('%s is unavailable after the time it may look for a server', async (_name, call) => {
    const url = `mongodb://127.0.0.1:${await silentPort()}`;
    const databases = openMongoDatabases({ url, serverSelectionTimeoutMS: 150 });
    await expect(call(databases.database('sessions').collection('c'))).rejects.toThrow(DocumentsUnavailable);
    await expect(databases.database('sessions').collections()).rejects.toThrow(DocumentsUnavailable);
    await databases.close();
  });

  it('a closed client is unavailable', async () => {
    const databases = openMongoDatabases({ url: 'mongodb://127.0.0.1:1', serverSelectionTimeoutMS: 150 });
    const documents = databases.database('sessions').collection('c');
    await expect(documents.findOne({})).rejects.toThrow(DocumentsUnavailable);
    await databases.close();
    await expect(documents.findOne({})).rejects.toThrow(DocumentsUnavailable);
  });
});

describeWhere(mongoDbMissing(), 'MongoDB within its limits', () => {
  let server: MongoServer | undefined;
  let url = process.env['MONGODB_URL'] ?? '';
  beforeAll(async () => {
    if (url !== '') return;
    server = await startMongoServer();
    url = server.url;
  });
  afterAll(() => server?.stop());

  /** The commands that a call sends, with what they carry. */
  async function commandsOf(
    call: (documents: Documents) => Promise<unknown>,
  ): Promise<Record<string, unknown>[]> {
    const client = new MongoClient(url, { monitorCommands: true, writeConcern: { w: 'majority' } });
    const commands: Record<string, unknown>[] = [];
    client.on('commandStarted', (event) => commands.push(event.command as Record<string, unknown>));
    const collection = client.db('limits-test').collection<{ _id: string }>(`c${Date.now()}`);
    await call(new MongoDocuments(collection, { maxTimeMS: 4_321, maxIndexTimeMS: 54_321 }));
    await client.close();
    return commands.filter((command) => command['endSessions'] === undefined);
  }

  it.each(calls)('%s tells the server how long it may take', async (_name, call) => {
    const commands = await commandsOf(call);
    expect(commands.length).toBeGreaterThan(0);
    // The driver sends no limit with `createIndexes`: the socket's own holds.
    const limited = commands.filter((command) => command['createIndexes'] === undefined);
    for (const command of limited) expect([4_321, 54_321]).toContain(command['maxTimeMS']);
  });

  it('writes are answered by a majority', async () => {
    const [command] = await commandsOf((documents) =>
      documents.bulkWrite([{ insertOne: { document: { _id: 'a' } } }]),
    );
    expect(command?.['writeConcern']).toMatchObject({ w: 'majority' });
    const databases = openMongoDatabases({ url });
    expect(databases.mongoDb('content').writeConcern).toMatchObject({ w: 'majority' });
    await databases.close();
  });

  it('every database is one of the server, the day keys of their own where told', async () => {
    const databases = openMongoDatabases({
      url,
      keysUrl: url.replace('127.0.0.1', 'localhost'),
      prefix: 'p',
    });
    expect(databases.mongoDb('read-models').databaseName).toBe('p-read-models');
    expect(databases.mongoDb('day-keys').databaseName).toBe('p-day-keys');
    expect(databases.mongoDb('day-keys').client).not.toBe(databases.mongoDb('sessions').client);
    expect(databases.mongoDb('content').client).toBe(databases.mongoDb('sessions').client);
    expect(databases.database('content')).toBe(databases.database('content'));
    await databases.close();
  });

  it('a server that has gone is unavailable', async () => {
    const databases = openMongoDatabases({ url, serverSelectionTimeoutMS: 500 });
    const documents = databases.database('sessions').collection('silent');
    await documents.findOne({});
    // Somebody else's server is not ours to stop.
    await server?.stop();
    if (server !== undefined) await expect(documents.findOne({})).rejects.toThrow(DocumentsUnavailable);
    await databases.close();
  });
});
