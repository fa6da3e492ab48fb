import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemRandomness } from '../../randomness/randomness.js';
import { ManualClock } from '../../time/clock.js';
import { EventStoreUnavailable } from '../event-store.errors.js';
import { type EventToAppend, type StoredEvent } from '../event-store.js';
import { openSqlite } from '../../embedded/sqlite-database.js';
import { EmbeddedEventStore, type EmbeddedEventStoreOptions } from './embedded-event-store.js';

const randomness = new SystemRandomness();

describe('EmbeddedEventStore', () => {
  let folder: string;
  let store: EmbeddedEventStore;
  const clock = new ManualClock('2026-03-01T10:00:00.123Z');

  const open = (options: Partial<EmbeddedEventStoreOptions> = {}) =>
    new EmbeddedEventStore({ folder, clock, ...options });
  const event = (padding = 0): EventToAppend => ({
    id: randomness.uuid(),
    type: 'SomethingHappened',
    data: { padding: 'x'.repeat(padding) },
    metadata: {},
  });
  const read = async (stream: string) => {
    const events: StoredEvent[] = [];
    for await (const found of store.read(stream)) events.push(found);
    return events;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'medimail-events-'));
    store = open();
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('has no head while it is empty', async () => {
    expect(await store.head()).toBeUndefined();
  });

  it('gives the first event position 1, padded so that positions order as strings', async () => {
    expect((await store.append('a-1', [event()], 'none')).position).toBe('00000000000000000001');
    expect(await store.head()).toBe('00000000000000000001');
  });

  it('records by the injected clock', async () => {
    await store.append('a-1', [event()], 'none');
    expect((await read('a-1'))[0]?.recordedAt).toEqual(clock.now());
  });

  it('goes on where it was when it is opened again', async () => {
    await store.append('a-1', [event(), event()], 'none');
    await store.append('b-1', [event()], 'none');
    await store.close();
    store = open();
    expect(await store.head()).toBe('00000000000000000003');
    expect(await store.append('a-1', [event()], 1)).toMatchObject({ revision: 2 });
    await expect(store.append('b-1', [event()], 'none')).rejects.toMatchObject({ actual: 0 });
    const events: StoredEvent[] = [];
    for await (const item of store.subscribe({ prefixes: ['a-', 'b-'] })) {
      if (item.kind === 'events') events.push(...item.events);
      if (item.kind === 'caught-up') break;
    }
    expect(events.map((found) => found.stream)).toEqual(['a-1', 'a-1', 'b-1', 'a-1']);
  });

  it('goes on in a file whose positions were made by AUTOINCREMENT', async () => {
    await store.close();
    const db = openSqlite(join(folder, 'events.db'));
    const [[definition] = ['']] = db
      .prepare("SELECT sql FROM sqlite_schema WHERE name = 'event'")
      .raw()
      .all([]) as string[][];
    db.exec('DROP TABLE event');
    db.exec((definition ?? '').replace('INTEGER PRIMARY KEY', 'INTEGER PRIMARY KEY AUTOINCREMENT'));
    expect(
      db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").raw().all([]),
    ).toHaveLength(1);
    db.close();
    for (let n = 1; n <= 3; n += 1) {
      store = open();
      const { position } = await store.append(`a-${n}`, [event()], 'none');
      expect(position).toBe(`0000000000000000000${n}`);
      expect(await store.head()).toBe(position);
      await store.close();
    }
    store = open();
    expect((await read('a-2')).map((found) => found.position)).toEqual(['00000000000000000002']);
  });

  it('knows a stream whose head it no longer keeps in memory', async () => {
    await store.close();
    store = open({ cachedStreams: 2 });
    for (let id = 0; id < 10; id++) await store.append(`a-${id}`, [event()], 'none');
    for (let id = 0; id < 10; id++)
      expect(await store.append(`a-${id}`, [event()], 0)).toMatchObject({ revision: 1 });
  });

  it('refuses what is over its queue, as unavailable', async () => {
    await store.close();
    store = open({ maxQueued: 3 });
    const appends = Array.from({ length: 5 }, (_, id) => store.append(`a-${id}`, [event()], 'none'));
    const results = await Promise.allSettled(appends);
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(results[4]).toMatchObject({ reason: expect.any(EventStoreUnavailable) });
  });

  it('keeps nothing of an append that the disk has no room for, and goes on when there is room', async () => {
    await store.append('a-1', [event()], 'none');
    const db = (store as unknown as { log: { db: ReturnType<typeof openSqlite> } }).log.db;
    const [[pages] = [0]] = db.prepare('PRAGMA page_count').raw().all([]) as number[][];
    db.pragma(`max_page_count=${(pages ?? 0) + 10}`);
    const results = await Promise.allSettled(
      ['a-1', 'b-1', 'c-1'].map((stream) => store.append(stream, [event(), event(300_000)], 'any')),
    );
    for (const result of results) expect(result).toMatchObject({ reason: expect.any(EventStoreUnavailable) });
    db.pragma('max_page_count=1000000');
    expect(await store.append('a-1', [event()], 0)).toMatchObject({
      revision: 1,
      position: '00000000000000000002',
    });
    expect(await store.append('b-1', [event(300_000)], 'none')).toMatchObject({ revision: 0 });
    expect(await read('c-1')).toEqual([]);
  });

  it('forgets what it had appended in a transaction whose commit failed', async () => {
    await store.append('a-1', [event()], 'none');
    const db = (store as unknown as { log: { db: ReturnType<typeof openSqlite> } }).log.db;
    db.exec('PRAGMA foreign_keys=ON; CREATE TABLE parent (id INTEGER PRIMARY KEY)');
    db.exec('CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)');
    db.exec(
      "CREATE TRIGGER poison AFTER INSERT ON event WHEN NEW.type = 'Poison' BEGIN INSERT INTO child VALUES (1); END",
    );
    const results = await Promise.allSettled([
      store.append('a-1', [event()], 0),
      store.append('new-1', [{ ...event(), type: 'Poison' }], 'none'),
      store.append('a-1', [event()], 1),
    ]);
    for (const result of results) expect(result).toMatchObject({ reason: expect.any(EventStoreUnavailable) });
    expect(await store.head()).toBe('00000000000000000001');
    expect(await store.append('new-1', [event()], 'none')).toMatchObject({
      position: '00000000000000000002',
    });
    expect(await store.append('a-1', [event()], 0)).toMatchObject({ revision: 1 });
  });

  it('merges more categories than SQLite joins well, in the order of the log', async () => {
    const streams = Array.from({ length: 150 }, (_, n) => `p${(n * 37) % 150}-x`);
    await Promise.all(streams.map((stream) => store.append(stream, [event()], 'none')));
    const found: string[] = [];
    for await (const item of store.subscribe({ prefixes: ['p'], batchSize: 40 })) {
      if (item.kind === 'events') found.push(...item.events.map((each) => each.stream));
      if (item.kind === 'caught-up') break;
    }
    expect(found).toEqual(streams);
  });

  it('ends a page by its bytes, and neither loses nor repeats an event', async () => {
    for (let n = 0; n < 12; n++) await store.append('a-1', [event(n % 3 === 0 ? 900_000 : 10)], 'any');
    expect((await read('a-1')).map((found) => found.revision)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ]);
    const sizes: number[] = [];
    for await (const item of store.subscribe({ prefixes: ['a-'] })) {
      if (item.kind === 'events') sizes.push(item.events.length);
      if (item.kind === 'caught-up') break;
    }
    expect(sizes.reduce((sum, size) => sum + size)).toBe(12);
    expect(Math.max(...sizes)).toBeLessThan(12);
  });

  it('reads the events of a category by its index, whatever else the log holds', async () => {
    await store.append('a-1', [event()], 'none');
    const db = openSqlite(join(folder, 'events.db'));
    const plan = db
      .prepare(
        'EXPLAIN QUERY PLAN SELECT position FROM event WHERE category = ? AND position > ? ORDER BY position',
      )
      .raw()
      .all(['a', 0]);
    expect(JSON.stringify(plan)).toContain('event_category (category=? AND rowid>?)');
    db.close();
  });

  it('ends its subscriptions and refuses everything once closed', async () => {
    const waiting = (async () => {
      const kinds: string[] = [];
      for await (const item of store.subscribe({ prefixes: ['a-'] })) kinds.push(item.kind);
      return kinds;
    })();
    await store.append('b-1', [event()], 'none');
    const last = store.append('b-1', [event()], 0);
    await store.close();
    expect((await last).revision).toBe(1);
    expect((await waiting).at(-1)).toBe('caught-up');
    await expect(store.append('a-1', [event()], 'any')).rejects.toBeInstanceOf(EventStoreUnavailable);
    await expect(read('a-1')).rejects.toBeInstanceOf(EventStoreUnavailable);
    await expect(store.head()).rejects.toBeInstanceOf(EventStoreUnavailable);
    await store.close();
  });
});
