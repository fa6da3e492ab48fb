import { describe, expect, it } from 'vitest';
import { WrongExpectedRevision } from '../../../src/platform/event-store/event-store.errors.js';
import { type ExpectedRevision } from '../../../src/platform/event-store/event-store.js';
import { all, anEvent, type ContractContext, idsOf, someEvents, uniqueStream } from './contract-context.js';

const everyExpectation: [ExpectedRevision, number][] = [
  ['none', 0],
  [1, 2],
  ['any', 2],
];

export function idempotenceCases(context: ContractContext): void {
  describe('the same append again', () => {
    it.each(everyExpectation)('answers what the first answered (expected %s)', async (expected, before) => {
      const stream = uniqueStream();
      if (before > 0) await context.store.append(stream, someEvents(before), 'none');
      const events = someEvents(3);
      const first = await context.store.append(stream, events, expected);
      const again = await context.store.append(stream, events, expected);
      expect(again).toEqual(first);
      expect(await all(context.store.read(stream))).toHaveLength(before + 3);
    });

    it.each(everyExpectation)('does so after others have written (expected %s)', async (expected, before) => {
      const stream = uniqueStream();
      if (before > 0) await context.store.append(stream, someEvents(before), 'none');
      const events = someEvents(3);
      const first = await context.store.append(stream, events, expected);
      await context.store.append(stream, someEvents(2), 'any');
      await context.store.append(uniqueStream(), someEvents(2), 'any');
      expect(await context.store.append(stream, events, expected)).toEqual(first);
      expect(await all(context.store.read(stream))).toHaveLength(before + 5);
    });

    it.each(everyExpectation)(
      'does so when both are on their way at once (expected %s)',
      async (expected, before) => {
        const stream = uniqueStream();
        if (before > 0) await context.store.append(stream, someEvents(before), 'none');
        const events = someEvents(2);
        const results = await Promise.all(
          Array.from({ length: 8 }, () => context.store.append(stream, events, expected)),
        );
        for (const result of results) expect(result).toEqual(results[0]);
        expect(await all(context.store.read(stream))).toHaveLength(before + 2);
      },
    );

    it('is another append where only some of its events are the same', async () => {
      const stream = uniqueStream();
      const events = someEvents(2);
      await context.store.append(stream, events, 'none');
      const longer = context.store.append(stream, [...events, anEvent()], 'none');
      await expect(longer).rejects.toBeInstanceOf(WrongExpectedRevision);
      const other = context.store.append(stream, [events[0] ?? anEvent(), anEvent()], 'none');
      await expect(other).rejects.toBeInstanceOf(WrongExpectedRevision);
      expect(idsOf(await all(context.store.read(stream)))).toEqual(idsOf(events));
    });

    it('is another append on another stream', async () => {
      const events = someEvents(2);
      await context.store.append(uniqueStream(), events, 'none');
      const stream = uniqueStream();
      await context.store.append(stream, events, 'none');
      expect(idsOf(await all(context.store.read(stream)))).toEqual(idsOf(events));
    });
  });
}
