import { MongoClient } from 'mongodb';
import { type MongoServer, startMongoServer } from './start-mongo-server.js';

/** Servers of this process that nobody uses: a warm one answers several times as fast as one just started. */
const idle: MongoServer[] = [];

/** A server without any data for the caller alone. To stop it gives it back: it ends with this process. */
export async function lentMongoServer(): Promise<MongoServer> {
  const server = idle.pop() ?? (await startMongoServer());
  return {
    url: server.url,
    async stop() {
      await empty(server.url);
      idle.push(server);
    },
  };
}

async function empty(url: string): Promise<void> {
  const client = await MongoClient.connect(url);
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}
