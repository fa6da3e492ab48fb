import { describe, expect, it } from 'vitest';
import { type EventToAppend, type StoredEvent } from '../../../src/platform/event-store/event-store.js';
import { liveHeapBytes } from '../../harness/live-heap.js';
import {
  anEvent,
  type ContractContext,
  eventsUntilCount,
  idsOf,
  someEvents,
  uniquePrefix,
  uniqueStream,
} from './contract-context.js';

const WRITERS = 16;
const EVENTS = 10_000;
const MEGABYTE = 1_000_000;

export function loadCases(context: ContractContext): void {
  describe('under load', () => {
    it('gives subscriptions everything once and in order while 16 writers append 10,000 events', async () => {
      const prefix = uniquePrefix();
      const prefixes = [`${prefix}a-`, `${prefix}b-`];
      const written: string[] = [];
      const left = { events: EVENTS };
      const catching = eventsUntilCount(context.store, { prefixes }, EVENTS);
      const writing = Promise.all(
        Array.from({ length: WRITERS }, (_, writer) => writeUntilNoneIsLeft(prefix, writer, left, written)),
      );
      const early = await eventsUntilCount(context.store, { prefixes, batchSize: 100 }, EVENTS / 4);
      const after = early.at(-1)!.position;
      const rest = eventsUntilCount(context.store, { prefixes, after, batchSize: 64 }, EVENTS - early.length);
      await writing;
      const events = await catching;
      expect(events).toHaveLength(EVENTS);
      expect(new Set(idsOf(events))).toEqual(new Set(written));
      expectLogOrder(events);
      expect(idsOf([...early, ...(await rest)])).toEqual(idsOf(events));
    });

    it('reads a stream of 100,000 events in constant memory', async () => {
      const stream = uniqueStream();
      for (let written = 0; written < 100_000; written += 1_000) {
        await context.store.append(stream, someEvents(1_000, { padding: 'x'.repeat(300) }), 'any');
      }
      const heap: number[] = [];
      let next = 0;
      for await (const event of context.store.read(stream)) {
        if (event.revision !== next++) throw new Error(`revision ${event.revision} at ${next - 1}`);
        if (next % 20_000 === 10_000) heap.push(liveHeapBytes());
      }
      expect(next).toBe(100_000);
      // All of it would be over 60 MB. What is held is a page, whatever the length of the stream.
      expect(Math.max(...heap) - heap[0]!).toBeLessThan(10 * MEGABYTE);
    });

    it('is held back by a slow consumer', async () => {
      const prefix = uniquePrefix();
      for (let written = 0; written < 5_000; written += 100) {
        await context.store.append(`${prefix}-1`, someEvents(100, { padding: 'x'.repeat(8_000) }), 'any');
      }
      const before = await context.target.eventsTaken();
      const heap = liveHeapBytes();
      let handled = 0;
      for await (const item of context.store.subscribe({ prefixes: [prefix], batchSize: 20 })) {
        if (item.kind !== 'events') continue;
        handled += item.events.length;
        if (handled >= 60) break;
        await new Promise((resolve) => setTimeout(resolve, 500));
        const ahead = (await context.target.eventsTaken()) - before - handled;
        expect(ahead).toBeGreaterThanOrEqual(0);
        expect(ahead).toBeLessThan(1_000);
        expect(liveHeapBytes() - heap).toBeLessThan(15 * MEGABYTE);
      }
      expect(handled).toBeGreaterThanOrEqual(60);
    });
  });

  /** Appends of one to five events, by turns to a stream of one prefix, of another and of one nobody asks for. */
  async function writeUntilNoneIsLeft(
    prefix: string,
    writer: number,
    left: { events: number },
    written: string[],
  ): Promise<void> {
    for (let turn = 0; left.events > 0; turn++) {
      const events: EventToAppend[] = someEvents(Math.min(1 + ((turn + writer) % 5), left.events));
      left.events -= events.length;
      written.push(...idsOf(events));
      await context.store.append(
        `${prefix}${turn % 2 === 0 ? 'a' : 'b'}-${(writer + turn) % 24}`,
        events,
        'any',
      );
      if (turn % 4 === 0) await context.store.append(`${prefix}c-${writer}`, [anEvent()], 'any');
    }
  }
}

function expectLogOrder(events: readonly StoredEvent[]): void {
  const revisions = new Map<string, number>();
  let position = '';
  for (const event of events) {
    if (event.position <= position) throw new Error(`position ${event.position} after ${position}`);
    position = event.position;
    const expected = (revisions.get(event.stream) ?? -1) + 1;
    if (event.revision !== expected) throw new Error(`revision ${event.revision} instead of ${expected}`);
    revisions.set(event.stream, expected);
  }
}
