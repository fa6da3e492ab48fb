import { join } from 'node:path';
import { type Config } from '../config/config.js';
import { type BlobStore } from '../content/content-store.js';
import { FolderBlobs } from '../content/folder/folder-blobs.js';
import { type Databases } from '../documents/documents.js';
import { openEmbeddedDatabases } from '../documents/embedded/embedded-databases.js';
import { holdDataDir } from '../embedded/data-dir-lock.js';
import { EmbeddedEventStore } from '../event-store/embedded/embedded-event-store.js';
import { type EventStore } from '../event-store/event-store.js';
import { type Randomness } from '../randomness/randomness.js';
import { type Clock } from '../time/clock.js';

/** What keeps the data: each port on the engine that the configuration names. */
export interface Engines {
  readonly events: EventStore;
  readonly databases: Databases;
  readonly blobs: BlobStore;
  /** Nobody else has the data: leases can be taken over at once. */
  readonly exclusive: boolean;
  close(): Promise<void>;
}

/**
 * Opens the engines: EventStoreDB and MongoDB where their URLs are given, each by itself, else the embedded ones
 * in `DATA_DIR`, which is then held until `close`.
 *
 * The clients of the production engines are loaded only where they are used: the embedded ones start faster.
 *
 * @throws DataDirInUse another process has the folder
 */
export async function openEngines(config: Config, clock: Clock, randomness: Randomness): Promise<Engines> {
  const embedded = config.eventStoreUrl === null || config.mongodbUrl === null;
  const lock = embedded ? await holdDataDir(config.dataDir) : undefined;
  const events = await openEvents(config, clock, randomness);
  const { databases, blobs } = await openDocuments(config);
  return {
    events,
    databases,
    blobs,
    exclusive: config.mongodbUrl === null,
    async close() {
      try {
        await closeAll([events, databases]);
      } finally {
        // Whatever an engine says at its end, the folder is free for the next process.
        lock?.release();
      }
    },
  };
}

async function closeAll(engines: readonly Pick<EventStore | Databases, 'close'>[]): Promise<void> {
  const ended = await Promise.allSettled(engines.map((engine) => engine.close()));
  const reasons = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (reasons.length > 0) throw new AggregateError(reasons, 'not every engine could be closed');
}

async function openEvents(config: Config, clock: Clock, randomness: Randomness): Promise<EventStore> {
  if (config.eventStoreUrl === null) return new EmbeddedEventStore({ folder: config.dataDir, clock });
  const { openEventStoreDb } = await import('../event-store/eventstoredb/event-store-db.js');
  return openEventStoreDb({ url: config.eventStoreUrl, randomness });
}

async function openDocuments(config: Config): Promise<Pick<Engines, 'databases' | 'blobs'>> {
  if (config.mongodbUrl === null) {
    const databases = openEmbeddedDatabases(config.dataDir);
    return { databases, blobs: await FolderBlobs.open(join(config.dataDir, 'content')) };
  }
  const [{ openMongoDatabases }, { GridFsBlobs }] = await Promise.all([
    import('../documents/mongodb/mongo-databases.js'),
    import('../content/gridfs/gridfs-blobs.js'),
  ]);
  const databases = openMongoDatabases({
    url: config.mongodbUrl,
    keysUrl: config.keysMongodbUrl ?? config.mongodbUrl,
  });
  return { databases, blobs: await GridFsBlobs.open(databases.mongoDb('content')) };
}
