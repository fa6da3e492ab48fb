import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../src/platform/embedded/sqlite-database.js';
import { EmbeddedEventStore } from '../src/platform/event-store/embedded/embedded-event-store.js';
import { type EventToAppend } from '../src/platform/event-store/event-store.js';
import { SystemClock } from '../src/platform/time/clock.js';
import { type BenchRow } from './bench-row.js';

const ROUNDS = 5;
const RAW_APPENDS = 4_000;
const APPENDS = 20_000;
const IN_FLIGHT = 64;

export const data =
  'events of 1 KB, each appended alone to a stream of its own; both durable before they answer ' +
  `(WAL, synchronous=FULL); the median of ${ROUNDS} rounds, taken in turns`;

/** The embedded event store against what it is made of: the same rows by `libsql` itself, one transaction each. */
export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-bench-append-'));
  const raw = rawAppends(join(folder, 'raw.db'));
  const store = new EmbeddedEventStore({ folder, clock: new SystemClock() });
  const rates = { raw: [] as number[], alone: [] as number[], parallel: [] as number[] };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      rates.raw.push(await rate(RAW_APPENDS, 1, async (stream, event) => raw.append(stream, event)));
      const append = (stream: string, event: EventToAppend) => store.append(stream, [event], 'none');
      rates.alone.push(await rate(RAW_APPENDS, 1, append));
      rates.parallel.push(await rate(APPENDS, IN_FLIGHT, append));
    }
  } finally {
    await store.close();
    raw.close();
    rmSync(folder, { recursive: true });
  }
  const [rawRate, alone, parallel] = [median(rates.raw), median(rates.alone), median(rates.parallel)];
  return [
    { name: 'raw libsql, one transaction an append', figure: perSecond(rawRate), ratio: 1 },
    { name: 'embedded event store, one at a time', figure: perSecond(alone), ratio: alone / rawRate },
    {
      name: `embedded event store, ${IN_FLIGHT} in flight`,
      figure: perSecond(parallel),
      ratio: parallel / rawRate,
      target: '> 2 × raw',
    },
  ];
}

/** As little as a durable append can do: one row, no index but its key. */
function rawAppends(path: string) {
  const db = openSqlite(path);
  db.exec(
    `CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT, revision INTEGER, id TEXT,
     type TEXT, recorded_at INTEGER, data TEXT, metadata TEXT)`,
  );
  const begin = db.prepare('BEGIN IMMEDIATE');
  const insert = db.prepare(
    'INSERT INTO event (stream, revision, id, type, recorded_at, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const commit = db.prepare('COMMIT');
  return {
    append: (stream: string, { id, type, data, metadata }: EventToAppend) => {
      begin.run([]);
      insert.run([stream, 0, id, type, Date.now(), JSON.stringify(data), JSON.stringify(metadata)]);
      commit.run([]);
    },
    close: () => db.close(),
  };
}

/** Appends a second. */
async function rate(
  appends: number,
  inFlight: number,
  append: (stream: string, event: EventToAppend) => Promise<unknown>,
): Promise<number> {
  const events = Array.from({ length: appends }, (_, n) => anEvent(n));
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (let event = events[next++]; event !== undefined; event = events[next++]) {
        await append(`message-${event.id}`, event);
      }
    }),
  );
  return (appends / (performance.now() - start)) * 1_000;
}

function anEvent(n: number): EventToAppend {
  const id = randomUUID();
  return {
    id,
    type: 'MessageMoved',
    data: { n, mailbox: id, text: 'x'.repeat(850) },
    metadata: { actor: id, mailbox: id, at: '2026-01-02T03:04:05.678Z', correlationId: id, causationId: id },
  };
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const perSecond = (value: number) => `${Math.round(value).toLocaleString('en')} appends/s`;
