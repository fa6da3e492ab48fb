import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { type EventStore } from '../../src/platform/event-store/event-store.js';
import { type DocumentStore } from '../../src/platform/documents/documents.js';
import { openMongoDatabases } from '../../src/platform/documents/mongodb/mongo-databases.js';
import { openEventStoreDb } from '../../src/platform/event-store/eventstoredb/event-store-db.js';
import { ProjectionEngine } from '../../projections/engine/engine.js';
import { type Recorded, removalsOf } from '../../projections/engine/folding/fold.js';
import { generationRecords } from '../../projections/engine/records/generation-record.js';
import { type Projection } from '../../projections/engine/projection.js';
import { folderView } from '../../projections/folder-view/folder-view.projection.js';
import { timeline } from '../../projections/timeline/timeline.projection.js';
import { describeWhere, mongoDbMissing } from '../harness/availability.js';
import { exitOf, linesOf, spawnTypeScript } from '../harness/child-process.js';
import { startEventStoreDbServer } from '../harness/eventstoredb-server/start-eventstoredb-server.js';
import { foldLog, livingDocuments } from '../harness/fold-log.js';
import { POISON } from '../harness/marked-poison.js';
import { plainCodec } from '../harness/memory-event-store.js';
import { startMongoServer } from '../harness/mongo-server/start-mongo-server.js';
import {
  caughtUp,
  engineDeps,
  eventually,
  expectReplay,
  randomness,
  storedLog,
  wholeLog,
} from '../harness/projection-world.js';
import { anyMessageEvents } from '../harness/random-log.js';

/** Long enough for what else the machine does. */
const PATIENCE_MS = 60_000;

describeWhere(mongoDbMissing(), 'two processes that run the same projections', () => {
  const ends: (() => Promise<unknown>)[] = [];
  let urls: { readonly events: string; readonly mongo: string };
  let events: EventStore;
  let store: DocumentStore;
  const prefix = `projections-${randomness.uuid()}`;

  beforeAll(async () => {
    const eventStore = await startEventStoreDbServer();
    ends.push(() => eventStore.stop());
    const given = process.env['MONGODB_URL'];
    const mongo =
      given === undefined ? await startMongoServer() : { url: given, stop: async () => undefined };
    ends.push(() => mongo.stop());
    urls = { events: eventStore.url, mongo: mongo.url };
    events = openEventStoreDb({ url: urls.events });
    const databases = openMongoDatabases({ url: urls.mongo, prefix });
    store = databases.database('read-models');
    ends.push(
      () => databases.close(),
      () => events.close(),
    );
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  async function runner() {
    const child = await spawnTypeScript('test/faults/projection-runner.child.ts', [
      urls.events,
      urls.mongo,
      prefix,
    ]);
    const state = { child, writes: 0, stops: 0 };
    void (async () => {
      for await (const line of linesOf(child)) {
        if (line === 'writing') state.writes++;
        if (line === 'stopping') state.stops++;
      }
    })();
    child.stderr.pipe(process.stderr);
    ends.push(async () => {
      child.kill('SIGKILL');
      await exitOf(child);
    });
    return state;
  }

  /** What random commands make of some messages; of some streams an event in the midst is poison. */
  async function appendMessages(from: number, to: number): Promise<void> {
    for (let n = from; n < to; n++) {
      const stream = `message-m${n}`;
      const log = fc.sample(anyMessageEvents(`m${n}`), { numRuns: 1, seed: n })[0]!.slice(0, 25);
      const poisoned = n % 5 === 2 ? Math.floor(log.length / 2) : -1;
      for (const [index, event] of log.entries()) {
        await append(stream, event, index === poisoned ? POISON : 'c');
      }
    }
  }

  async function append(stream: string, event: AnyEvent, correlationId: string): Promise<void> {
    const at = '2026-01-01T08:00:00.000Z';
    const envelope = {
      id: randomness.uuid(),
      actor: null,
      mailbox: null,
      at,
      correlationId,
      causationId: 'c',
    };
    await events.append(stream, await plainCodec.encode(stream, [event], [envelope]), 'any');
  }

  /** What must be there while streams wait behind their poison event: all before it, and nothing of what has ended. */
  function foldedWhileParked(projection: Projection, log: readonly Recorded[]) {
    const parked = new Set<string>();
    const [applied, waiting]: [Recorded[], Recorded[]] = [[], []];
    for (const event of log) {
      if (event.metadata.$correlationId === POISON) parked.add(event.stream);
      (parked.has(event.stream) ? waiting : applied).push(event);
    }
    const ends = waiting.filter(
      (event) => event.metadata.$correlationId !== POISON && projection.ends?.(event) === true,
    );
    return foldLog(removalsOf(projection), ends, foldLog(projection, applied));
  }

  const tokenOf = async (projection: Projection) =>
    (await generationRecords(store).findOne({ _id: `${projection.name}@1` }))?.token ?? 0;

  it(
    'end with what the log says, though one is stopped in the midst of its batches and wakes up later',
    async () => {
      const runners = [await runner(), await runner()];
      await appendMessages(0, 5);
      await eventually(async () => runners.some(({ writes }) => writes > 0), PATIENCE_MS);
      for (let round = 1; round <= 3; round++) {
        const before = runners.map(({ writes }) => writes);
        await appendMessages(round * 5, round * 5 + 2);
        const writing = () => runners.find(({ writes }, n) => writes > (before[n] ?? 0));
        await eventually(async () => writing() !== undefined, PATIENCE_MS);
        const sleeper = writing()!;
        const token = await tokenOf(folderView);
        sleeper.child.kill('SIGUSR2');
        await appendMessages(round * 5 + 2, round * 5 + 5);
        await eventually(async () => sleeper.stops > 0, PATIENCE_MS);
        sleeper.stops = 0;
        await eventually(async () => (await tokenOf(folderView)) > token, PATIENCE_MS);
        for (const projection of [folderView, timeline])
          await caughtUp(events, store, projection, PATIENCE_MS);
        sleeper.child.kill('SIGCONT');
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      for (const projection of [folderView, timeline]) {
        await caughtUp(events, store, projection, PATIENCE_MS);
        const replayed = foldedWhileParked(projection, await wholeLog(events, projection));
        expect(livingDocuments(await storedLog(store, projection))).toEqual(livingDocuments(replayed));
      }
      for (const { child } of runners) {
        expect(child.exitCode).toBeNull();
        child.kill('SIGKILL');
        await exitOf(child);
      }
      const engine = new ProjectionEngine(
        engineDeps(events, store, [folderView, timeline], { exclusive: false }),
      );
      engine.start();
      for (const { name } of [folderView, timeline]) {
        await engine.requestReplay(name);
        await engine.untilDone(name, AbortSignal.timeout(PATIENCE_MS));
      }
      for (const projection of [folderView, timeline]) await expectReplay({ events, store }, projection);
      expect((await engine.status()).map(({ parked }) => parked)).toEqual([[], []]);
      await engine.stop();
    },
    3 * PATIENCE_MS,
  );
});
