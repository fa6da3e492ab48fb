import { describe, expect, it } from 'vitest';
import { type SubscriptionItem } from '../../../src/platform/event-store/event-store.js';
import {
  all,
  anEvent,
  type ContractContext,
  eventsOf,
  eventsUntilCaughtUp,
  eventsUntilCount,
  idsOf,
  itemsUntil,
  kindsOf,
  someEvents,
  uniquePrefix,
} from './contract-context.js';

export function subscribeCases(context: ContractContext): void {
  const append = (stream: string, count: number) => context.store.append(stream, someEvents(count), 'any');

  describe('subscribe', () => {
    it('gives what there is from the start, in log order, then says that it has caught up', async () => {
      const prefix = uniquePrefix();
      for (const id of ['b', 'a', 'b']) await append(`${prefix}-${id}`, 2);
      const events = await eventsUntilCaughtUp(context.store, { prefixes: [`${prefix}-`] });
      expect(events.map((event) => [event.stream.at(-1), event.revision])).toEqual([
        ['b', 0],
        ['b', 1],
        ['a', 0],
        ['a', 1],
        ['b', 2],
        ['b', 3],
      ]);
    });

    it('gives what comes after a position', async () => {
      const prefix = uniquePrefix();
      await append(`${prefix}-1`, 3);
      const { position } = await append(`${prefix}-2`, 2);
      const later = [anEvent(), anEvent()];
      await context.store.append(`${prefix}-1`, later, 2);
      const events = await eventsUntilCaughtUp(context.store, { prefixes: [prefix], after: position });
      expect(idsOf(events)).toEqual(idsOf(later));
    });

    it('goes on from inside an append', async () => {
      const prefix = uniquePrefix();
      await append(`${prefix}-1`, 5);
      const [first, second, ...rest] = await eventsUntilCaughtUp(context.store, { prefixes: [prefix] });
      expect(first && second && first.position < second.position).toBe(true);
      const events = await eventsUntilCaughtUp(context.store, {
        prefixes: [prefix],
        after: second!.position,
      });
      expect(idsOf(events)).toEqual(idsOf(rest));
    });

    it('gives the positions that append and read gave', async () => {
      const prefix = uniquePrefix();
      const results = [
        await append(`${prefix}-1`, 1),
        await append(`${prefix}-2`, 3),
        await append(`${prefix}-1`, 2),
      ];
      const events = await eventsUntilCaughtUp(context.store, { prefixes: [prefix] });
      for (const result of results) {
        const last = events.find((e) => e.stream === result.stream && e.revision === result.revision);
        expect(last?.position).toBe(result.position);
      }
      for (const id of [1, 2]) {
        const own = events.filter((event) => event.stream === `${prefix}-${id}`);
        expect(await all(context.store.read(`${prefix}-${id}`))).toEqual(own);
      }
      const positions = events.map((event) => event.position);
      expect(new Set(positions).size).toBe(6);
      expect([...positions].sort()).toEqual(positions);
    });

    it('takes several prefixes, one within the other too, and gives each event once', async () => {
      const prefix = uniquePrefix();
      for (const name of ['a-1', 'b-1', 'c-1', 'ab-1', 'a-2']) await append(`${prefix}${name}`, 1);
      const events = await eventsUntilCaughtUp(context.store, {
        prefixes: [`${prefix}a`, `${prefix}b`, `${prefix}a-`],
      });
      expect(events.map((event) => event.stream.slice(prefix.length))).toEqual(['a-1', 'b-1', 'ab-1', 'a-2']);
    });

    it.each([
      ['_', ['_-1'], ['x-1']],
      ['%', ['%-1'], ['x-1']],
      ['.', ['.-1'], ['x-1']],
      ['*', ['*-1'], ['x-1', '-1']],
      ['a?', ['a?-1'], ['ab-1', 'a-1']],
      ['[ab]', ['[ab]-1'], ['a-1']],
      ['a|b', ['a|b-1'], ['a-1', 'b-1']],
      ['\\', ['\\-1'], ['-1']],
      ['a', ['a-1'], ['A-1', 'b-a-1']],
    ])('takes a prefix literally: %s', async (rest, matching, others) => {
      const prefix = uniquePrefix();
      for (const name of [...others, ...matching]) await append(`${prefix}${name}`, 1);
      const events = await eventsUntilCaughtUp(context.store, { prefixes: [`${prefix}${rest}`] });
      expect(events.map((event) => event.stream.slice(prefix.length))).toEqual(matching);
    });

    it('follows what is written after it caught up', async () => {
      const prefix = uniquePrefix();
      await append(`${prefix}-1`, 1);
      const late = [anEvent(), anEvent(), anEvent()];
      let written = false;
      const items = await itemsUntil(context.store, { prefixes: [prefix] }, (soFar) => {
        if (soFar.at(-1)?.kind === 'caught-up' && !written) {
          written = true;
          void context.store.append(`${prefix}-2`, late, 'none');
        }
        return eventsOf(soFar).length >= 4;
      });
      expect(idsOf(eventsOf(items)).slice(1)).toEqual(idsOf(late));
      expect(kindsOf(items).filter((kind) => kind === 'caught-up')).toHaveLength(1);
    });

    it('wakes a subscription that has waited on an empty place', async () => {
      const prefix = uniquePrefix();
      const waiting = eventsUntilCount(context.store, { prefixes: [prefix] }, 1);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const event = anEvent();
      await context.store.append(`${prefix}-1`, [event], 'none');
      expect(idsOf(await waiting)).toEqual([event.id]);
    });

    it('never says twice in a row that it has caught up', async () => {
      const prefix = uniquePrefix();
      const items = itemsUntil(context.store, { prefixes: [prefix] }, (soFar) => eventsOf(soFar).length >= 5);
      for (let time = 0; time < 5; time++) {
        await append(`${uniquePrefix()}-other`, 20);
        await append(`${prefix}-1`, 1);
      }
      const said = kindsOf(await items).filter((kind) => kind !== 'checkpoint');
      said.forEach((kind, index) => {
        if (kind === 'caught-up') expect(said[index + 1]).not.toBe('caught-up');
      });
    });

    it('gives batches no larger than asked for, and never an empty one', async () => {
      const prefix = uniquePrefix();
      await append(`${prefix}-1`, 100);
      const enough = (items: readonly SubscriptionItem[]) => items.at(-1)?.kind === 'caught-up';
      const items = await itemsUntil(context.store, { prefixes: [prefix], batchSize: 7 }, enough);
      const sizes = items.flatMap((item) => (item.kind === 'events' ? [item.events.length] : []));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(7);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
      expect(eventsOf(items)).toHaveLength(100);
    });

    it('moves a checkpoint past what does not match, and never past what does', async () => {
      const prefix = uniquePrefix();
      const { position } = await append(`${prefix}-1`, 2);
      for (let time = 0; time < 4; time++) await append(`${uniquePrefix()}-other`, 1_000);
      const items = await itemsUntil(context.store, { prefixes: [prefix] }, (soFar) => {
        const last = soFar.at(-1);
        return last?.kind === 'checkpoint' && last.position > position;
      });
      expect(eventsOf(items)).toHaveLength(2);
      const last = items.at(-1);
      const after = last?.kind === 'checkpoint' ? last.position : undefined;
      const later = anEvent();
      await context.store.append(`${prefix}-1`, [later], 1);
      const found = await eventsUntilCaughtUp(context.store, { prefixes: [prefix], after });
      expect(idsOf(found)).toEqual([later.id]);
    });

    it('gives checkpoints that lie behind no event still to come', async () => {
      const prefix = uniquePrefix();
      const writing = (async () => {
        for (let time = 0; time < 40; time++) {
          await append(`${uniquePrefix()}-other`, 100);
          await append(`${prefix}-${time % 3}`, 3);
        }
      })();
      const items = await itemsUntil(
        context.store,
        { prefixes: [prefix], batchSize: 10 },
        (soFar) => eventsOf(soFar).length >= 120,
      );
      await writing;
      let reached = '';
      for (const item of items) {
        const positions = item.kind === 'events' ? item.events.map((event) => event.position) : [];
        for (const position of positions) expect(position > reached).toBe(true);
        if (item.kind === 'checkpoint') expect(item.position >= reached).toBe(true);
        if (item.kind === 'checkpoint') reached = item.position;
        else reached = positions.at(-1) ?? reached;
      }
    });
  });
}
