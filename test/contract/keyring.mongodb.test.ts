import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { openMongoDatabases } from '../../src/platform/documents/mongodb/mongo-databases.js';
import { describeWhere, mongoDbMissing } from '../harness/availability.js';
import { type MongoServer, startMongoServer } from '../harness/mongo-server/start-mongo-server.js';
import { keyringContract } from './keyring.contract.js';

describeWhere(mongoDbMissing(), 'keyring on MongoDB', () => {
  let server: MongoServer | undefined;
  let url: string;
  beforeAll(async () => {
    server = process.env['MONGODB_URL'] === undefined ? await startMongoServer() : undefined;
    url = server?.url ?? process.env['MONGODB_URL'] ?? '';
  });
  afterAll(async () => {
    await server?.stop();
  });

  keyringContract(async () => openMongoDatabases({ url, prefix: `test-${randomUUID()}` }));
});
