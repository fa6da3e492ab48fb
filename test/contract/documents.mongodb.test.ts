import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import {
  type MongoDatabases,
  openMongoDatabases,
} from '../../src/platform/documents/mongodb/mongo-databases.js';
import { describeWhere, mongoDbMissing } from '../harness/availability.js';
import { deviations } from '../harness/mongo-server/deviations.js';
import { type MongoServer, startMongoServer } from '../harness/mongo-server/start-mongo-server.js';
import { documentsContract } from './documents.contract.js';

const given = process.env['MONGODB_URL'];

describeWhere(mongoDbMissing(), 'documents contract: MongoDB', () => {
  let server: MongoServer | undefined;
  let databases: MongoDatabases;
  documentsContract({
    async open() {
      if (given === undefined) server = await startMongoServer();
      const prefix = `contract-${randomUUID().slice(0, 8)}`;
      databases = openMongoDatabases({ url: given ?? server?.url ?? '', prefix });
      return databases;
    },
    stop: async () => server?.stop(),
    deviations: given === undefined ? deviations : [],
  });
  afterAll(async () => {
    if (given === undefined) return;
    for (const name of ['read-models', 'sessions'] as const) await databases.mongoDb(name).dropDatabase();
  });
});
