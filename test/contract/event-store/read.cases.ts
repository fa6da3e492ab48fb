import { beforeAll, describe, expect, it } from 'vitest';
import { type Json, type JsonObject } from '../../../src/contracts/json.js';
import { type EventToAppend, type ReadOptions } from '../../../src/platform/event-store/event-store.js';
import {
  all,
  anEvent,
  type ContractContext,
  eventsUntilCaughtUp,
  revisionsOf,
  someEvents,
  uniqueStream,
} from './contract-context.js';

const texts: [string, string][] = [
  ['accents', 'É à ç œ ß'],
  ['a combining accent', 'e\u0301'],
  ['the composed letter, kept apart from it', '\u00e9'],
  ['characters outside the basic plane', '𝒳 👩🏽\u200d⚕️ 𠜎'],
  ['right to left', 'שלום \u202e مرحبا'],
  ['NUL', 'a\u0000b'],
  ['control characters', '\u0001\b\t\n\u001f\u007f\u0085\u2028\u2029\ufeff'],
  ['a lone high surrogate', 'a\ud83db'],
  ['a lone low surrogate', '\ude00'],
  ['quotes and slashes', `"'\\/\`$\{x}`],
  ['nothing', ''],
];

const values: [string, Json][] = [
  ['numbers', [0, -1, 0.1, 1e21, 5e-324, Number.MAX_SAFE_INTEGER]],
  ['true, false, null', [true, false, null]],
  ['empty things', { list: [], object: {} }],
  ['keys of any kind', { '': 1, 'a.b': 2, $set: 3, constructor: 4, 'a\u0000b': 5, clé: 6, '1': 7 }],
  ['depth', { a: [{ b: [{ c: [[[]]] }] }] }],
];

export function readCases(context: ContractContext): void {
  describe('read', () => {
    const stream = uniqueStream();
    beforeAll(async () => {
      await context.store.append(stream, someEvents(10), 'none');
    });

    it.each<[string, ReadOptions | undefined, number[]]>([
      ['forwards, all', undefined, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
      ['backwards, all', { direction: 'backwards' }, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
      ['forwards from a revision', { from: 7 }, [7, 8, 9]],
      ['backwards from a revision', { direction: 'backwards', from: 2 }, [2, 1, 0]],
      ['a few from the first', { limit: 3 }, [0, 1, 2]],
      ['the last one', { direction: 'backwards', limit: 1 }, [9]],
      ['a few from a revision', { from: 4, limit: 2 }, [4, 5]],
      ['a few backwards from a revision', { direction: 'backwards', from: 4, limit: 2 }, [4, 3]],
      ['more than there are', { from: 8, limit: 100 }, [8, 9]],
      ['from after the last', { from: 10 }, []],
    ])('gives %s', async (_name, options, revisions) => {
      expect(revisionsOf(await all(context.store.read(stream, options)))).toEqual(revisions);
    });

    it('gives nothing of a stream that does not exist', async () => {
      const missing = uniqueStream();
      expect(await all(context.store.read(missing))).toEqual([]);
      expect(await all(context.store.read(missing, { direction: 'backwards', limit: 1 }))).toEqual([]);
    });

    it('may be left before its end', async () => {
      const long = uniqueStream();
      await context.store.append(long, someEvents(5_000), 'none');
      for (let time = 0; time < 20; time++) {
        for await (const event of context.store.read(long)) if (event.revision === 3) break;
      }
      expect(revisionsOf(await all(context.store.read(long, { from: 4_998 })))).toEqual([4_998, 4_999]);
    });

    it('tells of each event its stream, id, type, data, metadata and when it was recorded', async () => {
      const own = uniqueStream();
      const metadata = { actor: 'p1', mailbox: 'm1', at: '2026-01-02T03:04:05.678Z', nested: { deep: [1] } };
      const event = { ...anEvent({ a: 1 }, metadata), type: 'message.opened.v2' };
      await context.store.append(own, [event], 'none');
      const [read] = await all(context.store.read(own));
      expect(read).toMatchObject({ ...event, stream: own, revision: 0 });
      expect(read?.recordedAt).toBeInstanceOf(Date);
      expect(read?.recordedAt.getTime()).not.toBeNaN();
    });

    it.each(texts)('gives back text unchanged: %s', async (_name, text) => {
      await roundTrip({ text, [`key ${text}`]: [text] });
    });

    it.each(values)('gives back values unchanged: %s', async (_name, value) => {
      await roundTrip({ value });
    });

    it('gives back no member that was undefined', async () => {
      const own = uniqueStream();
      await context.store.append(
        own,
        [anEvent({ here: 1, absent: undefined }, { absent: undefined })],
        'none',
      );
      const [read] = await all(context.store.read(own));
      expect(Object.keys(read?.data ?? {})).toEqual(['here']);
      expect(Object.keys(read?.metadata ?? { no: 1 })).toEqual([]);
    });

    async function roundTrip(content: JsonObject): Promise<void> {
      const own = uniqueStream();
      const event: EventToAppend = anEvent(content, content);
      await context.store.append(own, [event], 'none');
      const [read] = await all(context.store.read(own));
      const [subscribed] = await eventsUntilCaughtUp(context.store, { prefixes: [own] });
      for (const found of [read, subscribed]) {
        expect(found?.data).toEqual(content);
        expect(found?.metadata).toEqual(content);
      }
    }
  });
}
