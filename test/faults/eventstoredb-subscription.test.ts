import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventStoreUnavailable } from '../../src/platform/event-store/event-store.errors.js';
import {
  type EventStore,
  type EventToAppend,
  type Position,
  type SubscriptionItem,
} from '../../src/platform/event-store/event-store.js';
import { openEventStoreDb } from '../../src/platform/event-store/eventstoredb/event-store-db.js';
import { toPosition } from '../../src/platform/event-store/eventstoredb/position.js';
import {
  type EventStoreDbServer,
  startEventStoreDbServer,
} from '../harness/eventstoredb-server/start-eventstoredb-server.js';

const DEADLINE_MS = 500;
const WRITERS = 4;
const APPENDS = 60;

const anEvent = (): EventToAppend => ({ id: randomUUID(), type: 'Happened', data: {}, metadata: {} });

describe('a subscription of the EventStoreDB adapter', () => {
  let server: EventStoreDbServer;
  let store: EventStore;
  let prefix: string;

  beforeEach(async () => {
    server = await startEventStoreDbServer();
    store = openEventStoreDb({ url: server.url, deadlineMs: DEADLINE_MS });
    prefix = `p${randomUUID()}`;
  });
  afterEach(async () => {
    await store.close();
    await server.stop();
  });

  /** Straight into the log: whether the adapter can append at this moment is no matter of these tests. */
  const write = (count: number) => {
    const data = Buffer.from('{}');
    const events = Array.from({ length: count }, () => ({
      ...anEvent(),
      contentType: 'application/json',
      data,
    }));
    server.log.append(
      `${prefix}-1`,
      events.map((event) => ({ ...event, metadata: data })),
      'any',
    );
  };
  /** Of the streams subscribed to, in the order of the log. */
  const idsInLog = (): string[] => {
    const ids: string[] = [];
    for (let index = 0; index < server.log.length; index++) {
      const record = server.log.at(index);
      if (record?.stream.startsWith(prefix) === true) ids.push(record.id);
    }
    return ids;
  };

  it.each<[string, (server: EventStoreDbServer) => Promise<void>]>([
    ['connections break', async (broken) => broken.breakConnections()],
    ['the server restarts', (broken) => broken.restart()],
    [
      'the server is away for longer than a deadline',
      async (broken) => {
        await broken.stop();
        await sleep(2 * DEADLINE_MS);
        await broken.restart();
      },
    ],
    [
      'the server takes connections and says nothing',
      async (broken) => {
        broken.goSilent();
        await sleep(2 * DEADLINE_MS);
        await broken.restart();
      },
    ],
  ])('gives everything once and in order while writers go on and %s', async (_name, disturb) => {
    const writing = Promise.all(Array.from({ length: WRITERS }, (_, writer) => appendStubbornly(writer)));
    let disturbances = 0;
    const ids: string[] = [];
    const total = WRITERS * APPENDS;
    for await (const item of store.subscribe({ prefixes: [prefix], batchSize: 7 })) {
      if (item.kind !== 'events') continue;
      ids.push(...item.events.map((event) => event.id));
      if (ids.length >= total) break;
      if (ids.length > (disturbances + 1) * (total / 5)) {
        disturbances++;
        await disturb(server);
      }
    }
    await writing;
    expect(disturbances).toBeGreaterThan(2);
    expect(ids).toEqual(idsInLog());
  });

  it('goes on after a checkpoint where nothing matched behind it', async () => {
    write(3);
    server.log.writeSystemEvents(2_000);
    const items: SubscriptionItem[] = [];
    for await (const item of store.subscribe({ prefixes: [prefix] })) {
      items.push(item);
      if (idsOf(items).length === 4) break;
      if (item.kind !== 'caught-up') continue;
      await server.restart();
      void until(() => server.subscriptions.length > 1).then(() => write(1));
    }
    const checkpoint = items.findLast((item) => item.kind === 'checkpoint');
    expect(checkpoint?.position).toBeDefined();
    const positions = server.subscriptions.map(
      (after) => after && toPosition({ commit: after, prepare: after }),
    );
    expect(positions).toEqual([undefined, checkpoint?.position]);
  });

  it('says once that it has caught up, though it has to connect again', async () => {
    write(1);
    const kinds: string[] = [];
    for await (const item of store.subscribe({ prefixes: [prefix] })) {
      if (item.kind !== 'checkpoint') kinds.push(item.kind);
      if (kinds.length >= 3) break;
      if (item.kind !== 'caught-up') continue;
      const before = server.subscriptions.length;
      await server.restart();
      void until(() => server.subscriptions.length > before).then(() => write(1));
    }
    expect(kinds).toEqual(['events', 'caught-up', 'events']);
  });

  it('says that it has caught up after the last event there was, however slow its consumer', async () => {
    write(9);
    const kinds: string[] = [];
    for await (const item of store.subscribe({ prefixes: [prefix], batchSize: 3 })) {
      kinds.push(item.kind === 'events' ? `${item.events.length} events` : item.kind);
      await sleep(100);
      if (item.kind === 'caught-up') break;
    }
    expect(kinds.at(-1)).toBe('caught-up');
    expect(kinds).toContain('3 events');
    expect(kinds.reduce((sum, kind) => sum + (parseInt(kind) || 0), 0)).toBe(9);
  });

  it('begins when the server comes, where it was away at first', async () => {
    write(5);
    await server.stop();
    const caughtUp = (async () => {
      const ids: string[] = [];
      for await (const item of store.subscribe({ prefixes: [prefix] })) {
        if (item.kind === 'events') ids.push(...item.events.map((event) => event.id));
        if (item.kind === 'caught-up') return ids;
      }
      return ids;
    })();
    await sleep(3 * DEADLINE_MS);
    await server.restart();
    expect(await caughtUp).toEqual(idsInLog());
  });

  it.each<[string, (server: EventStoreDbServer) => Promise<void> | void]>([
    ['is away', (broken) => broken.stop()],
    ['says nothing', (broken) => broken.goSilent()],
    ['takes subscriptions and does not confirm them', (broken) => void (broken.faults.readsHang = true)],
  ])('ends at once when it is aborted while the server %s', async (_name, begin) => {
    const patient = openEventStoreDb({ url: server.url, deadlineMs: 120_000 });
    await begin(server);
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 200);
    const items: SubscriptionItem[] = [];
    for await (const item of patient.subscribe({ prefixes: [prefix], signal: cancel.signal }))
      items.push(item);
    expect(items).toEqual([]);
    await patient.close();
  });

  it('is asked for again where the server does not confirm it', async () => {
    write(1);
    server.faults.readsHang = true;
    const items = store.subscribe({ prefixes: [prefix] })[Symbol.asyncIterator]();
    const first = items.next();
    await sleep(2 * DEADLINE_MS);
    server.faults.clear();
    expect(await first).toMatchObject({ value: { kind: 'events' } });
    await items.return?.();
  });

  it('ends when the store is closed', async () => {
    const items = store.subscribe({ prefixes: [prefix] })[Symbol.asyncIterator]();
    expect(await items.next()).toMatchObject({ value: { kind: 'caught-up' } });
    const next = items.next();
    await store.close();
    expect(await next).toMatchObject({ done: true });
  });

  it('tells at once that a position is of another kind of store', async () => {
    const items = store.subscribe({ prefixes: [prefix], after: '17' as Position })[Symbol.asyncIterator]();
    await expect(items.next()).rejects.toBeInstanceOf(RangeError);
  });

  it('fails where the server refuses it', async () => {
    server.faults.readsDenied = true;
    const items = store.subscribe({ prefixes: [prefix] })[Symbol.asyncIterator]();
    await expect(items.next()).rejects.toBeInstanceOf(EventStoreUnavailable);
  });

  async function appendStubbornly(writer: number): Promise<void> {
    for (let time = 0; time < APPENDS; time++) {
      const event = anEvent();
      const expected = time === 0 ? 'none' : time - 1;
      while (!(await store.append(`${prefix}-${writer}`, [event], expected).catch(() => undefined))) continue;
    }
  }
});

function idsOf(items: readonly SubscriptionItem[]): string[] {
  return items.flatMap((item) => (item.kind === 'events' ? item.events.map((event) => event.id) : []));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}
