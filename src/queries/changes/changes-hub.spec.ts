import { expect, it, vi } from 'vitest';
import { type EventCodec } from '../../platform/events/event-codec.js';
import { type EventStore, type SubscriptionItem } from '../../platform/event-store/event-store.js';
import { type ReadModels } from '../../platform/read-models/read-models.js';
import { ChangesHub } from './changes-hub.js';

const event = (position: string) => ({
  stream: 'message-m1',
  position,
  event: { type: 'MessageSent', data: { mailbox: 'm', copy: position, folder: 'sent' } },
});

/** A hub over these batches, whose list answers in turn whether it shows the event. */
function hubOver(positions: readonly string[], shows: (call: number) => boolean) {
  let calls = 0;
  const told: { readonly change: string; readonly calls: number }[] = [];
  const events = {
    head: () => Promise.resolve(undefined),
    async *subscribe({ signal }: { readonly signal: AbortSignal }) {
      for (const position of positions) {
        yield { kind: 'events', events: [event(position)] } as unknown as SubscriptionItem;
      }
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  } as unknown as EventStore;
  const codec = { decode: (stored: unknown) => Promise.resolve(stored) } as unknown as EventCodec;
  const readModels = {
    foldedEverywhere: () => Promise.resolve(true),
    caughtUpWith: () => Promise.resolve(shows((calls += 1))),
  } as unknown as ReadModels;
  const hub = new ChangesHub(events, codec, readModels);
  hub.watch('m').subscribe((change) => {
    if (change !== 'reset') told.push({ change: change.id.split('.')[0] ?? '', calls });
  });
  return { hub, told };
}

it('tells a change once the list shows it, however often that was waited for', async () => {
  const { hub, told } = hubOver(['1'], (call) => call === 5);
  await hub.onApplicationBootstrap();
  await vi.waitFor(() => expect(told).toEqual([{ change: '1', calls: 5 }]));
  await hub.onModuleDestroy();
});

it('tells it all the same after a while, and does not wait so long again until the list has caught up', async () => {
  const { hub, told } = hubOver(['1', '2', '3', '4'], (call) => call === 17);
  await hub.onApplicationBootstrap();
  await vi.waitFor(() => expect(told).toHaveLength(4));
  expect(told.map(({ calls }) => calls)).toEqual([15, 16, 17, 32]);
  await hub.onModuleDestroy();
});

it('ends its readers at once when the service stops', async () => {
  const { hub } = hubOver([], () => true);
  await hub.onApplicationBootstrap();
  const ended = vi.fn();
  hub.watch('m').subscribe({ complete: ended });
  const stopped = hub.onModuleDestroy();
  expect(ended).toHaveBeenCalledOnce();
  await stopped;
});

it('waits before it follows again what ended by itself', async () => {
  let subscriptions = 0;
  const events = {
    head: () => Promise.resolve(undefined),
    async *subscribe() {
      subscriptions += 1;
      // A turn of the event loop, so that the test has its own if nothing waits.
      await new Promise((resolve) => setImmediate(resolve));
      yield { kind: 'caught-up' } as SubscriptionItem;
    },
  } as unknown as EventStore;
  const hub = new ChangesHub(events, {} as EventCodec, {} as ReadModels);
  await hub.onApplicationBootstrap();
  await vi.waitFor(() => expect(subscriptions).toBe(1));
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(subscriptions).toBe(1);
  await hub.onModuleDestroy();
});
