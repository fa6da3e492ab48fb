import { startEventStoreDbServer } from './start-eventstoredb-server.js';

/**
 * The test server as a process of its own (`spawnTypeScript`): the port as its first argument, a free one without.
 * Writes its connection string once it listens, and serves until it is killed; its log ends with it.
 */
const server = await startEventStoreDbServer({ port: Number(process.argv[2] ?? 0) });
console.log(server.url);
