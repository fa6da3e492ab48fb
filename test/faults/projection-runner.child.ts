/*
 * A process that runs projections on EventStoreDB and MongoDB: `<event store> <MongoDB> <database prefix>`. It says
 * `writing` before each write of documents; after SIGUSR2 it stops itself there, where only SIGCONT wakes it, and
 * says `stopping` before.
 */
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { openMongoDatabases } from '../../src/platform/documents/mongodb/mongo-databases.js';
import { openEventStoreDb } from '../../src/platform/event-store/eventstoredb/event-store-db.js';
import { SystemClock } from '../../src/platform/time/clock.js';
import { EngineMetrics } from '../../projections/engine/engine-metrics.js';
import { ProjectionEngine } from '../../projections/engine/engine.js';
import { defaultSettings } from '../../projections/engine/engine-settings.js';
import { folderView } from '../../projections/folder-view/folder-view.projection.js';
import { timeline } from '../../projections/timeline/timeline.projection.js';
import { faultyStore } from '../harness/faulty-store.js';
import { markedPoison } from '../harness/marked-poison.js';

const [eventStoreUrl = '', mongoUrl = '', prefix = ''] = process.argv.slice(2);
const databases = openMongoDatabases({ url: mongoUrl, prefix });
const clock = new SystemClock();

let stopping = false;
process.on('SIGUSR2', () => {
  stopping = true;
});

const store = faultyStore(databases.database('read-models'), {
  before: async (collection) => {
    if (!collection.startsWith('folder-view.')) return;
    console.log(stopping ? 'stopping' : 'writing');
    if (stopping) process.kill(process.pid, 'SIGSTOP');
    stopping = false;
  },
});

new ProjectionEngine({
  projections: [folderView, timeline],
  events: openEventStoreDb({ url: eventStoreUrl }),
  codec: markedPoison,
  store,
  clock,
  logClock: clock,
  owner: randomUUID(),
  exclusive: false,
  settings: {
    ...defaultSettings,
    batchSize: 20,
    leaseMs: 1_000,
    beatMs: 100,
    contendMs: 50,
    registryMs: 100,
  },
  metrics: new EngineMetrics(new Registry()),
  log: { log: () => undefined, warn: () => undefined, error: (line) => console.error(line) },
  exit: () => process.exit(7),
}).start();
