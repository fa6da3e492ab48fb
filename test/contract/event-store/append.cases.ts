import { describe, expect, it } from 'vitest';
import {
  AppendTooLarge,
  WrongExpectedRevision,
} from '../../../src/platform/event-store/event-store.errors.js';
import {
  appendBytes,
  type ExpectedRevision,
  MAX_APPEND_BYTES,
} from '../../../src/platform/event-store/event-store.js';
import {
  all,
  anEvent,
  anEventOfBytes,
  type ContractContext,
  idsOf,
  revisionsOf,
  someEvents,
  uniqueStream,
} from './contract-context.js';

export function appendCases(context: ContractContext): void {
  describe('append', () => {
    it('starts a stream expected to be none', async () => {
      const stream = uniqueStream();
      const result = await context.store.append(stream, someEvents(1), 'none');
      expect(result).toMatchObject({ stream, revision: 0 });
    });

    it('goes on from an exact revision', async () => {
      const stream = uniqueStream();
      await context.store.append(stream, someEvents(3), 'none');
      const result = await context.store.append(stream, someEvents(2), 2);
      expect(result.revision).toBe(4);
    });

    it('takes any stream, there or not', async () => {
      const stream = uniqueStream();
      expect((await context.store.append(stream, someEvents(1), 'any')).revision).toBe(0);
      expect((await context.store.append(stream, someEvents(2), 'any')).revision).toBe(2);
    });

    it.each<[string, number, ExpectedRevision, number | undefined]>([
      ['none where there are two', 2, 'none', 1],
      ['0 where there are three', 3, 0, 2],
      ['5 where there are two', 2, 5, 1],
      ['0 where there is no stream', 0, 0, undefined],
    ])('refuses expected %s, and tells the actual revision', async (_name, existing, expected, actual) => {
      const stream = uniqueStream();
      if (existing > 0) await context.store.append(stream, someEvents(existing), 'none');
      const refused = context.store.append(stream, someEvents(2), expected);
      await expect(refused).rejects.toBeInstanceOf(WrongExpectedRevision);
      await expect(refused).rejects.toMatchObject({ stream, expected, actual });
      expect(await all(context.store.read(stream))).toHaveLength(existing);
    });

    it('keeps several events together and in order', async () => {
      const stream = uniqueStream();
      const events = someEvents(50);
      await context.store.append(stream, events, 'none');
      const found = await all(context.store.read(stream));
      expect(idsOf(found)).toEqual(idsOf(events));
      expect(revisionsOf(found)).toEqual(events.map((_, revision) => revision));
    });

    it('gives gapless revisions to 64 appends at once', async () => {
      const stream = uniqueStream();
      const appends = Array.from({ length: 64 }, () => someEvents(2));
      const results = await Promise.all(appends.map((events) => context.store.append(stream, events, 'any')));
      const found = await all(context.store.read(stream));
      expect(revisionsOf(found)).toEqual(Array.from({ length: 128 }, (_, revision) => revision));
      results.forEach((result, append) => {
        const pair = found.slice(result.revision - 1, result.revision + 1);
        expect(idsOf(pair)).toEqual(idsOf(appends[append] ?? []));
      });
    });

    it.each<ExpectedRevision>(['none', 0])(
      'lets one of 64 appends at once win (expected %s)',
      async (expected) => {
        const stream = uniqueStream();
        if (expected === 0) await context.store.append(stream, someEvents(1), 'none');
        const results = await Promise.allSettled(
          Array.from({ length: 64 }, () => context.store.append(stream, someEvents(1), expected)),
        );
        const refused = results.filter((result) => result.status === 'rejected');
        expect(refused).toHaveLength(63);
        const actual = expected === 0 ? 1 : 0;
        for (const { reason } of refused)
          expect(reason).toMatchObject({ name: 'WrongExpectedRevision', actual });
      },
    );

    it('takes exactly the greatest size', async () => {
      const stream = uniqueStream();
      const event = anEventOfBytes(MAX_APPEND_BYTES);
      expect(appendBytes([event])).toBe(1_000_000);
      await context.store.append(stream, [event], 'none');
      const [found] = await all(context.store.read(stream));
      expect(found?.data).toEqual(event.data);
    });

    it('takes exactly the greatest size in two events', async () => {
      const stream = uniqueStream();
      await context.store.append(stream, [anEventOfBytes(400_000), anEventOfBytes(600_000)], 'none');
      expect(await all(context.store.read(stream))).toHaveLength(2);
    });

    it('refuses one byte more, and keeps nothing of it', async () => {
      const stream = uniqueStream();
      for (const events of [
        [anEventOfBytes(MAX_APPEND_BYTES + 1)],
        [anEventOfBytes(400_000), anEventOfBytes(600_001)],
      ]) {
        const refused = context.store.append(stream, events, 'any');
        await expect(refused).rejects.toBeInstanceOf(AppendTooLarge);
        await expect(refused).rejects.toMatchObject({ stream, bytes: 1_000_001, limit: 1_000_000 });
      }
      expect(await all(context.store.read(stream))).toEqual([]);
    });

    it('refuses an append of no events as a mistake of the program', async () => {
      await expect(context.store.append(uniqueStream(), [], 'any')).rejects.toBeInstanceOf(RangeError);
    });

    it('moves the head', async () => {
      const first = await context.store.append(uniqueStream(), [anEvent()], 'none');
      const second = await context.store.append(uniqueStream(), [anEvent()], 'none');
      expect(second.position > first.position).toBe(true);
      const head = await context.store.head();
      expect(head !== undefined && head >= second.position).toBe(true);
    });
  });
}
