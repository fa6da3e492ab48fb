import { type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdDataDir } from '../../src/platform/embedded/data-dir-lock.js';
import { openSqlite } from '../../src/platform/embedded/sqlite-database.js';
import { EmbeddedEventStore } from '../../src/platform/event-store/embedded/embedded-event-store.js';
import { type StoredEvent } from '../../src/platform/event-store/event-store.js';
import { SystemClock } from '../../src/platform/time/clock.js';
import { exitOf, linesOf, spawnTypeScript } from '../harness/child-process.js';

const CHILD = 'test/faults/append-under-load.child.ts';

describe('the embedded event store, killed', () => {
  let folder: string;
  let running: ChildProcessWithoutNullStreams[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'medimail-kill-'));
    running = [];
  });
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  const start = async (waitMs = 5_000) => {
    const child = await spawnTypeScript(CHILD, [folder, String(waitMs)]);
    running.push(child);
    return child;
  };

  it('keeps every append it had acknowledged, whole and without gaps, over five kills', async () => {
    const acknowledged = new Map<string, string>();
    for (let kill = 0; kill < 5; kill++) {
      const before = acknowledged.size;
      const child = await start();
      let dying = false;
      for await (const line of linesOf(child)) {
        const [stream = '', revision = '', id = ''] = line.split(' ');
        if (id !== '') acknowledged.set(id, `${stream} ${revision}`);
        if (dying || acknowledged.size - before < 500) continue;
        dying = true;
        setTimeout(() => child.kill('SIGKILL'), kill * 3);
      }
      expect(await exitOf(child)).toEqual({ code: null, signal: 'SIGKILL' });
      expect(acknowledged.size - before).toBeGreaterThanOrEqual(500);
      await verify(acknowledged);
    }
  });

  it('refuses a second process on the same folder, and lets it in the moment the first is killed', async () => {
    const first = await start();
    await lineThat(first, (line) => line === 'holding');
    const second = await start(0);
    const said: string[] = [];
    for await (const line of linesOf(second)) said.push(line);
    expect(await exitOf(second)).toEqual({ code: 1, signal: null });
    expect(said).toEqual([
      `another process is using the data folder ${folder}: stop it first, or give DATA_DIR another folder`,
    ]);
    const third = await start(5_000);
    await pause(300);
    first.kill('SIGKILL');
    await lineThat(third, (line) => line === 'holding');
  });

  it('keeps its folder though others were refused, this process among them', async () => {
    const lock = await holdDataDir(folder);
    await expect(holdDataDir(folder, 0)).rejects.toThrow(folder);
    const other = await start(0);
    expect(await exitOf(other)).toEqual({ code: 1, signal: null });
    lock.release();
  });

  async function verify(acknowledged: ReadonlyMap<string, string>): Promise<void> {
    const lock = await holdDataDir(folder, 1_000);
    const store = new EmbeddedEventStore({ folder, clock: new SystemClock() });
    const events: StoredEvent[] = [];
    for await (const item of store.subscribe({ prefixes: ['load-'] })) {
      if (item.kind === 'events') events.push(...item.events);
      if (item.kind === 'caught-up') break;
    }
    await store.close();
    const found = new Map(events.map((event) => [event.id, `${event.stream} ${event.revision}`]));
    const lost = [...acknowledged].filter(([id, place]) => found.get(id) !== place);
    expect(lost).toEqual([]);
    expectWholeAppends(events);
    expectNoGaps(events);
    expectSound();
    lock.release();
  }

  function expectSound(): void {
    const db = openSqlite(join(folder, 'events.db'));
    expect(db.prepare('PRAGMA integrity_check').raw().all([])).toEqual([['ok']]);
    db.close();
  }
});

function expectWholeAppends(events: readonly StoredEvent[]): void {
  for (let at = 0; at < events.length;) {
    const { append, of } = events[at]!.data as { append: string; of: number };
    const whole = events.slice(at, at + of).map((event) => [event.data['append'], event.data['n']]);
    expect(whole).toEqual(Array.from({ length: of }, (_, n) => [append, n]));
    at += of;
  }
}

function expectNoGaps(events: readonly StoredEvent[]): void {
  const next = new Map<string, number>();
  for (const event of events) {
    const expected = next.get(event.stream) ?? 0;
    if (event.revision !== expected) throw new Error(`${event.stream}: ${event.revision}, not ${expected}`);
    next.set(event.stream, expected + 1);
  }
}

async function lineThat(
  child: ChildProcessWithoutNullStreams,
  wanted: (line: string) => boolean,
): Promise<void> {
  for await (const line of linesOf(child)) if (wanted(line)) return;
  throw new Error('the process ended without the expected line');
}
