import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { expect } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { type DocumentStore } from '../../src/platform/documents/documents.js';
import { openEmbeddedDatabases } from '../../src/platform/documents/embedded/embedded-databases.js';
import { EmbeddedEventStore } from '../../src/platform/event-store/embedded/embedded-event-store.js';
import { type EventStore, type StoredEvent } from '../../src/platform/event-store/event-store.js';
import { UndecodableEvent, type EventCodec } from '../../src/platform/events/event-codec.js';
import { SystemRandomness } from '../../src/platform/randomness/randomness.js';
import { type LogFollower } from '../../src/platform/subscriptions/log-follower.js';
import { SystemClock } from '../../src/platform/time/clock.js';
import { type EngineDeps } from '../../projections/engine/engine-deps.js';
import { EngineMetrics } from '../../projections/engine/engine-metrics.js';
import { defaultSettings } from '../../projections/engine/engine-settings.js';
import { accounts } from '../../projections/accounts/accounts.projection.js';
import { hasApplied } from '../../projections/engine/reading/has-applied.js';
import { ProjectionEngine } from '../../projections/engine/engine.js';
import { type Recorded, type StoredDocument } from '../../projections/engine/folding/fold.js';
import { generationRecords } from '../../projections/engine/records/generation-record.js';
import { collectionsOf, generationId } from '../../projections/engine/records/generation.js';
import { ProjectionRecords } from '../../projections/engine/records/projection-record.js';
import { type Projection } from '../../projections/engine/projection.js';
import { type FoldedLog, foldLog, livingDocuments } from './fold-log.js';
import { plainCodec } from './memory-event-store.js';

/** Times short enough for a test, long enough for a busy machine. */
export const quickSettings = {
  ...defaultSettings,
  leaseMs: 400,
  beatMs: 50,
  contendMs: 20,
  registryMs: 50,
  retryMs: 10,
  retryMaxMs: 100,
  retiredMs: 500,
};

export const randomness = new SystemRandomness();
export const silent = { log: () => undefined, warn: () => undefined, error: () => undefined };

/** Appends events, each under an id of its own, at the stream's end. */
export async function append(
  events: EventStore,
  stream: string,
  ...appended: readonly AnyEvent[]
): Promise<{ readonly stream: string; readonly revision: number }> {
  const envelopes = appended.map(() => ({
    id: randomness.uuid(),
    actor: null,
    mailbox: null,
    at: '2026-01-01T08:00:00.000Z',
    correlationId: 'c',
    causationId: 'c',
  }));
  return events.append(stream, await plainCodec.encode(stream, appended, envelopes), 'any');
}

/** The plain codec, for which the events of these ids are poison until they are taken out. */
export function codecWithPoison(poison: Set<string>): EventCodec {
  return {
    encode: (stream, events, envelopes) => plainCodec.encode(stream, events, envelopes),
    async decode(events) {
      const decoded = await plainCodec.decode(events);
      return events.map((stored, index) =>
        poison.has(stored.id) ? new UndecodableEvent(stored, 'box') : decoded[index]!,
      );
    },
  };
}

/** A process of its own that follows the log. */
export const aFollower = (events: EventStore): LogFollower => ({
  events,
  codec: plainCodec,
  clock: new SystemClock(),
  logClock: new SystemClock(),
  owner: randomness.uuid(),
  exclusive: true,
  exit: () => {
    throw new Error('the engine ended the process');
  },
});

export function engineDeps(
  events: EventStore,
  store: DocumentStore,
  projections: readonly Projection[],
  more: Partial<EngineDeps> = {},
): EngineDeps {
  return {
    ...aFollower(events),
    projections,
    store,
    settings: quickSettings,
    metrics: new EngineMetrics(new Registry()),
    log: silent,
    ...more,
  };
}

/** A log and a store of read models in a folder of their own, and engines on them. */
export async function openWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'medimail-projections-'));
  const events = new EmbeddedEventStore({ folder, clock: new SystemClock() });
  const databases = openEmbeddedDatabases(folder);
  const store = databases.database('read-models');
  const engines: ProjectionEngine[] = [];
  return {
    events,
    store,
    append: (stream: string, ...appended: readonly AnyEvent[]) => append(events, stream, ...appended),
    engine(projections: readonly Projection[], more: Partial<EngineDeps> = {}): ProjectionEngine {
      const engine = new ProjectionEngine(engineDeps(events, store, projections, more));
      engines.push(engine);
      return engine;
    },
    async close() {
      await Promise.all(engines.map((engine) => engine.stop()));
      await events.close();
      await databases.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Every event of the log that these projections follow, as the plain codec reads it. */
export async function wholeLog(events: EventStore, projection: Projection): Promise<Recorded[]> {
  const stored: StoredEvent[] = [];
  for await (const item of events.subscribe({ prefixes: projection.prefixes })) {
    if (item.kind === 'caught-up') break;
    if (item.kind === 'events') stored.push(...item.events);
  }
  return (await plainCodec.decode(stored)) as Recorded[];
}

/** The live generation as it is stored, in the shape of a folded log. */
export async function storedLog(store: DocumentStore, projection: Projection): Promise<FoldedLog> {
  const record = await new ProjectionRecords(store).ensure(projection);
  const log = new Map<string, StoredDocument>();
  for (const [name, collection] of collectionsOf(store, { projection, number: record.live.generation })) {
    for (const document of await collection.find({}).toArray()) log.set(`${name}/${document._id}`, document);
  }
  return log;
}

/** Resolves once the live generation has got as far as the log's end is now. */
export async function caughtUp(
  events: EventStore,
  store: DocumentStore,
  projection: Projection,
  milliseconds?: number,
): Promise<void> {
  const head = (await events.head()) ?? '';
  await eventually(async () => {
    const record = await new ProjectionRecords(store).ensure(projection);
    const _id = generationId(projection.name, record.live.generation);
    const generation = await generationRecords(store).findOne({ _id });
    return hasApplied(events, projection, generation?.position ?? null, head);
  }, milliseconds);
}

/** The stored read model, once it has caught up, is what the log folds to. */
export async function expectReplay(
  world: { readonly events: EventStore; readonly store: DocumentStore },
  projection: Projection,
): Promise<void> {
  await caughtUp(world.events, world.store, projection);
  const replayed = foldLog(projection, await wholeLog(world.events, projection));
  expect(livingDocuments(await storedLog(world.store, projection))).toEqual(livingDocuments(replayed));
}

/** The users of each mailbox that the projection `accounts` shows, by mailbox. */
export async function usersOf(world: Pick<World, 'store'>): Promise<Record<string, unknown>> {
  const living = livingDocuments(await storedLog(world.store, accounts));
  return Object.fromEntries(
    Object.entries(living).map(([key, { users }]) => [key.replace('mailboxes/', ''), users]),
  );
}

/** Asks until the answer is true; a generous deadline says that something else is wrong. */
export async function eventually(check: () => Promise<boolean>, milliseconds = 15_000): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error('it did not become so in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
