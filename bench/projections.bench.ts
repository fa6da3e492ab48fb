import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { type DocumentStore } from '../src/platform/documents/documents.js';
import { openEmbeddedDatabases } from '../src/platform/documents/embedded/embedded-databases.js';
import { EmbeddedEventStore } from '../src/platform/event-store/embedded/embedded-event-store.js';
import { type EventStore } from '../src/platform/event-store/event-store.js';
import { type EventCodec } from '../src/platform/events/event-codec.js';
import { SystemClock } from '../src/platform/time/clock.js';
import { EngineMetrics } from '../projections/engine/engine-metrics.js';
import { defaultSettings } from '../projections/engine/engine-settings.js';
import { ProjectionEngine } from '../projections/engine/engine.js';
import { type Recorded, type StoredDocument } from '../projections/engine/folding/fold.js';
import { collectionsOf, createIndexes } from '../projections/engine/records/generation.js';
import { folderView } from '../projections/folder-view/folder-view.projection.js';
import { type BenchRow } from './bench-row.js';
import { appendMessages, EVENTS_OF_A_MESSAGE, streamOf } from './message-log.js';
import { median, perSecond } from './measure.js';
import { type BatchOfDocuments, openRawUpserts } from './raw-upserts.js';

const MESSAGES = 10_000;
const EVENTS = MESSAGES * EVENTS_OF_A_MESSAGE;
const MAILBOXES = 200;
/** The end of the log. */
const LAST = { stream: streamOf(MESSAGES - 1), revision: EVENTS_OF_A_MESSAGE - 1 };
const ROUNDS = 5;

export const data =
  `${EVENTS.toLocaleString('en')} events of ${MESSAGES} messages among ${MAILBOXES} mailboxes (sealed, sent, delivered, ` +
  'opened, moved), folded into the folder view with its ten indexes; events are not encrypted; beside it the same ' +
  'documents, each as often as the projection writes it and in the same batches: by prepared upserts of libsql into ' +
  `tables with the same indexes (raw), and by upserts of the documents port; median of ${ROUNDS} rounds`;

/** How quickly the folder view catches up, against writing its documents and nothing else. */
export async function run(): Promise<BenchRow[]> {
  const rates = { raw: [] as number[], port: [] as number[], engine: [] as number[] };
  const writes = await writesOfEngine();
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'medimail-bench-projections-'));
    const events = new EmbeddedEventStore({ folder, clock: new SystemClock() });
    const databases = openEmbeddedDatabases(folder);
    try {
      await appendMessages(events, MESSAGES, MAILBOXES);
      rates.engine.push(EVENTS / (await catchUp(events, databases.database('read-models'))));
      rates.raw.push(EVENTS / upsertRaw(join(folder, 'raw.db'), writes));
      rates.port.push(EVENTS / (await upsert(databases.database('content'), writes)));
    } finally {
      await events.close();
      await databases.close();
      rmSync(folder, { recursive: true });
    }
  }
  const [raw, port, engine] = [median(rates.raw), median(rates.port), median(rates.engine)];
  return [
    {
      name: 'raw batched upserts of the same documents, by libsql',
      figure: perSecond(raw, 'events'),
      ratio: 1,
    },
    {
      name: 'batched upserts of the same documents, by the documents port',
      figure: perSecond(port, 'events'),
      ratio: port / raw,
    },
    {
      name: 'folder view catching up',
      figure: perSecond(engine, 'events'),
      ratio: engine / raw,
      target: '≥ 0.5 × raw; 20,000 events/s',
    },
  ];
}

/** What the engine writes, the same each time: recorded beforehand, as to record it costs the engine time. */
async function writesOfEngine(): Promise<readonly BatchOfDocuments[]> {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-bench-projections-'));
  const events = new EmbeddedEventStore({ folder, clock: new SystemClock() });
  const databases = openEmbeddedDatabases(folder);
  try {
    await appendMessages(events, MESSAGES, MAILBOXES);
    const { store, writes } = recording(databases.database('read-models'));
    await catchUp(events, store);
    return writes;
  } finally {
    await events.close();
    await databases.close();
    rmSync(folder, { recursive: true });
  }
}

/** The store, and what the engine writes to its copies, envelopes and folders, in its order. */
function recording(store: DocumentStore): { store: DocumentStore; writes: BatchOfDocuments[] } {
  const writes: BatchOfDocuments[] = [];
  const recorded: DocumentStore = {
    collection: (name) => {
      const documents = store.collection<never>(name);
      const bulkWrite: typeof documents.bulkWrite = (operations, options) => {
        const written = (operations as unknown as Record<string, Record<string, StoredDocument>>[]).flatMap(
          (operation) =>
            operation['insertOne']?.['document'] ?? operation['replaceOne']?.['replacement'] ?? [],
        );
        if (name.startsWith('folder-view.') && written.length > 0) {
          writes.push({ collection: name.slice(name.lastIndexOf('.') + 1), documents: written });
        }
        return documents.bulkWrite(operations, options);
      };
      return Object.assign(Object.create(documents) as typeof documents, { bulkWrite });
    },
    collections: () => store.collections(),
    scrub: () => store.scrub(),
    close: () => store.close(),
  };
  return { store: recorded, writes };
}

/** Seconds. */
async function catchUp(events: EventStore, store: DocumentStore): Promise<number> {
  const engine = new ProjectionEngine({
    projections: [folderView],
    events,
    codec: plain,
    store,
    clock: new SystemClock(),
    logClock: new SystemClock(),
    owner: 'bench',
    exclusive: true,
    settings: defaultSettings,
    metrics: new EngineMetrics(new Registry()),
    log: { log: () => undefined, warn: console.error, error: console.error },
    exit: () => process.exit(1),
  });
  const startedAt = performance.now();
  engine.start();
  // As a reader waits for what was written: it is told, and asks for nothing meanwhile.
  while (!(await engine.readModels.caughtUpWith(LAST, [folderView.name])));
  const seconds = (performance.now() - startedAt) / 1_000;
  await engine.stop();
  return seconds;
}

/** Seconds. */
function upsertRaw(path: string, writes: readonly BatchOfDocuments[]): number {
  const startedAt = performance.now();
  const raw = openRawUpserts(path, folderView);
  for (const batch of writes) raw.write(batch);
  const seconds = (performance.now() - startedAt) / 1_000;
  raw.close();
  return seconds;
}

/** Seconds. */
async function upsert(store: DocumentStore, writes: readonly BatchOfDocuments[]): Promise<number> {
  const collections = collectionsOf(store, { projection: folderView, number: 0 });
  const startedAt = performance.now();
  await createIndexes(collections, folderView);
  for (const { collection, documents } of writes) {
    const operations = documents.map((replacement) => ({
      replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
    }));
    await collections.get(collection)?.bulkWrite(operations, { ordered: false });
  }
  return (performance.now() - startedAt) / 1_000;
}

const plain: EventCodec = {
  encode: () => Promise.reject(new Error('not needed here')),
  async decode(events) {
    return events.map(({ id, type, stream, revision, position, data: stored, metadata }) => {
      const event = { type, ...stored };
      return { event, stream, revision, position, id, metadata } as unknown as Recorded;
    });
  },
};
