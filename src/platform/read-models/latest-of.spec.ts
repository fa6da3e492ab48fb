import { expect, it } from 'vitest';
import { type EventStore } from '../event-store/event-store.js';
import { latestOf } from './latest-of.js';

/** A store in which the event `<stream>@<revision>` stands where it is in the list. */
function storeOf(...log: readonly string[]) {
  const read: string[] = [];
  const store = {
    async *read(stream: string, { from = 0 } = {}) {
      const event = `${stream}@${from}`;
      read.push(event);
      const position = log.indexOf(event);
      if (position >= 0) yield { position: `p${position}` };
    },
  } as unknown as Pick<EventStore, 'read'>;
  return { store, read };
}
const after = (event: string) => ({
  stream: event.split('@')[0] ?? '',
  revision: Number(event.split('@')[1]),
});

it('is the one that is last in the log, in whatever order they were done', async () => {
  const { store } = storeOf('a@0', 'b@7', 'c@1', 'a@1');
  expect(await latestOf(store, [after('c@1'), after('b@7'), after('a@0')])).toEqual(after('c@1'));
  expect(await latestOf(store, [after('b@7'), after('a@0'), after('a@1'), after('c@1')])).toEqual(
    after('a@1'),
  );
});

it('of one stream is the highest revision, without a look at the log', async () => {
  const { store, read } = storeOf();
  expect(await latestOf(store, [after('a@0'), after('a@2'), after('a@1')])).toEqual(after('a@2'));
  expect(await latestOf(store, [])).toBeUndefined();
  expect(read).toEqual([]);
});

it('is the last that was done where the store does not tell its order', async () => {
  const { store } = storeOf();
  expect(await latestOf(store, [after('a@0'), after('b@2'), after('c@1')])).toEqual(after('c@1'));
});
