import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AppendOutcomeUnknown,
  EventStoreUnavailable,
  WrongExpectedRevision,
} from '../../src/platform/event-store/event-store.errors.js';
import { type EventStore, type EventToAppend } from '../../src/platform/event-store/event-store.js';
import { openEventStoreDb } from '../../src/platform/event-store/eventstoredb/event-store-db.js';
import { type AppendFault } from '../harness/eventstoredb-server/faults.js';
import {
  type EventStoreDbServer,
  startEventStoreDbServer,
} from '../harness/eventstoredb-server/start-eventstoredb-server.js';

/** Of operations that are to fail. */
const DEADLINE_MS = 800;
/** Of operations that are to succeed, though their first try hangs. */
const PATIENCE_MS = 6_000;
/** An operation that keeps to its deadline ends before this, on the busiest machine. */
const PROMPT_MS = 15_000;

const anEvent = (): EventToAppend => ({ id: randomUUID(), type: 'Happened', data: {}, metadata: {} });
const someEvents = (count: number) => Array.from({ length: count }, anEvent);

describe('EventStoreDB adapter', () => {
  let server: EventStoreDbServer;
  let store: EventStore;
  let hasty: EventStore;
  let stream: string;

  beforeEach(async () => {
    server = await startEventStoreDbServer();
    store = openEventStoreDb({ url: server.url, deadlineMs: PATIENCE_MS });
    hasty = openEventStoreDb({ url: server.url, deadlineMs: DEADLINE_MS });
    stream = `s-${randomUUID()}`;
  });
  afterEach(async () => {
    await store.close();
    await hasty.close();
    await server.stop();
  });

  const idsIn = (name: string) => (server.log.stream(name) ?? []).map((record) => record.id);

  describe('an append whose answer is lost', () => {
    it.each<AppendFault>(['hang-after-write', 'break-after-write', 'time-out-after-write'])(
      'is answered by the second try, and written once: %s',
      async (fault) => {
        server.faults.onAppends(fault, 1);
        const events = someEvents(3);
        expect(await store.append(stream, events, 'none')).toMatchObject({ revision: 2 });
        expect(idsIn(stream)).toEqual(events.map((event) => event.id));
      },
    );

    it.each<AppendFault>(['hang-before-write', 'break-before-write', 'not-ready'])(
      'is written by the second try where the first was lost: %s',
      async (fault) => {
        server.faults.onAppends(fault, 1);
        const events = someEvents(3);
        expect(await store.append(stream, events, 'none')).toMatchObject({ revision: 2 });
        expect(idsIn(stream)).toEqual(events.map((event) => event.id));
      },
    );

    it.each<[AppendFault, number]>([
      ['hang-after-write', 2],
      ['break-after-write', 2],
      ['time-out-after-write', 2],
      ['hang-before-write', 0],
      ['break-before-write', 0],
    ])('is of unknown outcome, and the same append again tells: %s', async (fault, written) => {
      server.faults.onAppends(fault);
      const events = someEvents(2);
      const lost = hasty.append(stream, events, 'none');
      await expect(withinReason(lost)).rejects.toBeInstanceOf(AppendOutcomeUnknown);
      expect(idsIn(stream)).toHaveLength(written);
      server.faults.clear();
      expect(await store.append(stream, events, 'none')).toMatchObject({ revision: 1 });
      expect(idsIn(stream)).toEqual(events.map((event) => event.id));
    });

    it('is of unknown outcome where the server is gone before the second try', async () => {
      server.faults.onAppends('hang-after-write', 1);
      const lost = withinReason(hasty.append(stream, [anEvent()], 'none'));
      await until(() => idsIn(stream).length === 1);
      await server.stop();
      await expect(lost).rejects.toBeInstanceOf(AppendOutcomeUnknown);
    });

    it('is refused where another writer came in between', async () => {
      server.faults.onAppends('hang-before-write', 1);
      const late = store.append(stream, [anEvent()], 'none');
      await until(() => server.faults.appendsMet === 1);
      const other = openEventStoreDb({ url: server.url });
      await other.append(stream, someEvents(2), 'none');
      await other.close();
      await expect(late).rejects.toBeInstanceOf(WrongExpectedRevision);
      await expect(late).rejects.toMatchObject({ actual: 1 });
    });
  });

  describe('an outage', () => {
    it.each<[string, () => Promise<void> | void]>([
      ['the port is closed', () => server.stop()],
      ['connections are taken and never answered', () => server.goSilent()],
      ['the node is not ready', () => server.faults.onAppends('not-ready')],
    ])('fails appends within their deadline, nothing being written: %s', async (_name, begin) => {
      await store.append(stream, [anEvent()], 'none');
      await hasty.head();
      await begin();
      // The append that meets a connection just broken cannot know whether it arrived.
      await expect(withinReason(hasty.append(stream, [anEvent()], 'none'))).rejects.toThrow();
      const events = someEvents(2);
      const failing = withinReason(hasty.append(stream, events, 0));
      await expect(failing).rejects.toBeInstanceOf(EventStoreUnavailable);
      server.faults.clear();
      await server.restart();
      expect(idsIn(stream)).toHaveLength(1);
      expect(await store.append(stream, events, 0)).toMatchObject({ revision: 2 });
    });

    it('fails reads and the head within their deadline', async () => {
      await store.append(stream, [anEvent()], 'none');
      server.faults.readsHang = true;
      await expect(withinReason(idsRead(hasty, stream))).rejects.toBeInstanceOf(EventStoreUnavailable);
      await expect(withinReason(hasty.head())).rejects.toBeInstanceOf(EventStoreUnavailable);
      server.faults.clear();
      expect(await idsRead(store, stream)).toHaveLength(1);
    });

    it('is over for appends as soon as the server is back, however long it was', async () => {
      await server.stop();
      const over = performance.now() + 4 * DEADLINE_MS;
      while (performance.now() < over) await failedAppend();
      await server.restart();
      expect(await store.append(stream, [anEvent()], 'none')).toMatchObject({ revision: 0 });
    });

    it('lets a read that it interrupts go on where it stopped', async () => {
      const events = someEvents(3_000);
      for (let from = 0; from < 3_000; from += 300) {
        await store.append(stream, events.slice(from, from + 300), 'any');
      }
      const ids: string[] = [];
      for await (const event of store.read(stream)) {
        ids.push(event.id);
        if (ids.length === 500) server.breakConnections();
        if (ids.length === 1_000) await server.restart();
      }
      expect(ids).toEqual(events.map((event) => event.id));
    });

    const failedAppend = () => expect(hasty.append(stream, [anEvent()], 'none')).rejects.toThrow();
  });

  describe('a cluster', () => {
    it('is found by gossip, and found again after an outage', async () => {
      const url = server.url.replace('esdb:', 'esdb+discover:');
      await server.stop();
      const clustered = openEventStoreDb({
        url: `${url}&maxDiscoverAttempts=1`,
        deadlineMs: 2 * DEADLINE_MS,
      });
      const early = clustered.append(stream, [anEvent()], 'none');
      await expect(withinReason(early)).rejects.toBeInstanceOf(EventStoreUnavailable);
      await server.restart();
      expect(await clustered.append(stream, [anEvent()], 'none')).toMatchObject({ revision: 0 });
      await server.restart();
      expect(await clustered.append(stream, [anEvent()], 0)).toMatchObject({ revision: 1 });
      await clustered.close();
    });

    it('has the leader that a follower names', async () => {
      const leader = await startEventStoreDbServer();
      server.faults.leader = { host: '127.0.0.1', port: leader.port };
      server.faults.onAppends('not-leader');
      expect(await store.append(stream, [anEvent()], 'none')).toMatchObject({ revision: 0 });
      expect(leader.log.stream(stream)).toHaveLength(1);
      await leader.stop();
    });
  });

  it('keeps the failures of one client from the appends of another', async () => {
    const other = await startEventStoreDbServer();
    const theirs = openEventStoreDb({ url: other.url, deadlineMs: DEADLINE_MS });
    other.faults.onAppends('break-before-write');
    const failing = Array.from({ length: 20 }, () =>
      theirs.append(stream, [anEvent()], 'any').catch(() => undefined),
    );
    const fine = Array.from({ length: 200 }, () => store.append(stream, [anEvent()], 'any'));
    expect(await Promise.all(fine)).toHaveLength(200);
    await Promise.all(failing);
    await theirs.close();
    await other.stop();
  });

  it('loses nothing acknowledged and doubles nothing while the server is killed under 16 writers', async () => {
    const streams = Array.from({ length: 16 }, (_, writer) => `${stream}-${writer}`);
    const killing = new AbortController();
    const kills = killAgainAndAgain(server, killing.signal);
    const written = await Promise.all(streams.map((name) => appendStubbornly(hasty, name, 30)));
    killing.abort();
    expect(await kills).toBeGreaterThan(2);
    for (const [index, name] of streams.entries()) expect(idsIn(name)).toEqual(written[index]);
  });
});

/** Appends one to three events so many times, each as often as it takes, with the same ids; the ids acknowledged. */
async function appendStubbornly(store: EventStore, stream: string, times: number): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let time = 0; time < times; time++) {
    const events = someEvents(1 + (time % 3));
    const expected = acknowledged.length === 0 ? 'none' : acknowledged.length - 1;
    for (;;) {
      const result = await store.append(stream, events, expected).catch((error: unknown) => error);
      if (!(result instanceof Error)) break;
      const settles = result instanceof EventStoreUnavailable || result instanceof AppendOutcomeUnknown;
      if (!settles) throw result;
    }
    acknowledged.push(...events.map((event) => event.id));
    await sleep(10);
  }
  return acknowledged;
}

/** Kills and restarts until told to stop; outages shorter and longer than a deadline. Answers how many. */
async function killAgainAndAgain(server: EventStoreDbServer, signal: AbortSignal): Promise<number> {
  let kills = 0;
  while (!signal.aborted) {
    await sleep(150);
    await server.stop();
    await sleep(kills++ % 3 === 2 ? 2 * DEADLINE_MS : 50);
    await server.restart();
  }
  return kills;
}

async function idsRead(store: EventStore, stream: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const event of store.read(stream)) ids.push(event.id);
  return ids;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

/** Fails where something that has a deadline of its own goes far beyond it. */
async function withinReason<T>(work: Promise<T>): Promise<T> {
  const late = sleep(PROMPT_MS, undefined, { ref: false }).then(() => {
    throw new Error('far beyond its deadline');
  });
  return Promise.race([work, late]);
}
