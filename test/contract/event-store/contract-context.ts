import { randomUUID } from 'node:crypto';
import { type JsonObject } from '../../../src/contracts/json.js';
import {
  appendBytes,
  type EventStore,
  type EventToAppend,
  type StoredEvent,
  type SubscribeOptions,
  type SubscriptionItem,
} from '../../../src/platform/event-store/event-store.js';

/** What an adapter gives to the contract suite. The log may hold anything: every test keeps to names of its own. */
export interface EventStoreTarget {
  /** Called once, before the tests. The suite closes the store. */
  open(): Promise<EventStore>;
  /** Stops what `open` started, after the store has been closed. */
  stop?(): Promise<void>;
  /**
   * How many events subscriptions have taken from where the events lie (the file, the server) since `open`, all told.
   * With it the suite sees how far a subscription runs ahead of its consumer.
   */
  eventsTaken(): number | Promise<number>;
}

/** The store of the running suite. */
export interface ContractContext {
  readonly store: EventStore;
  readonly target: EventStoreTarget;
}

/** A prefix that no other test, and no other run, uses. */
export function uniquePrefix(): string {
  return `t${randomUUID().replaceAll('-', '')}`;
}

export function uniqueStream(): string {
  return `${uniquePrefix()}-1`;
}

export function anEvent(data: JsonObject = {}, metadata: JsonObject = {}): EventToAppend {
  return { id: randomUUID(), type: 'SomethingHappened', data, metadata };
}

export function someEvents(count: number, data: JsonObject = {}): EventToAppend[] {
  return Array.from({ length: count }, (_, n) => anEvent({ n, ...data }));
}

/** One event whose append counts exactly so many bytes. */
export function anEventOfBytes(bytes: number): EventToAppend {
  const event = anEvent({ padding: '' });
  return { ...event, data: { padding: 'x'.repeat(bytes - appendBytes([event])) } };
}

export async function all(events: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

export const idsOf = (events: readonly { readonly id: string }[]) => events.map((event) => event.id);
export const revisionsOf = (events: readonly StoredEvent[]) => events.map((event) => event.revision);

/** What a subscription hands out until `enough` says so. Fails, naming what came, where that takes over a minute. */
export async function itemsUntil(
  store: EventStore,
  options: SubscribeOptions,
  enough: (items: readonly SubscriptionItem[]) => boolean,
): Promise<SubscriptionItem[]> {
  const items: SubscriptionItem[] = [];
  const deadline = AbortSignal.timeout(60_000);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  for await (const item of store.subscribe({ ...options, signal })) {
    items.push(item);
    if (enough(items)) return items;
  }
  throw new Error(
    `the subscription ended early: ${eventsOf(items).length} events, items ${kindsOf(items).join(' ')}`,
  );
}

export const kindsOf = (items: readonly SubscriptionItem[]) => items.map((item) => item.kind);

export function eventsOf(items: readonly SubscriptionItem[]): StoredEvent[] {
  return items.flatMap((item) => (item.kind === 'events' ? item.events : []));
}

export async function eventsUntilCaughtUp(
  store: EventStore,
  options: SubscribeOptions,
): Promise<StoredEvent[]> {
  return eventsOf(await itemsUntil(store, options, (items) => items.at(-1)?.kind === 'caught-up'));
}

export async function eventsUntilCount(
  store: EventStore,
  options: SubscribeOptions,
  count: number,
): Promise<StoredEvent[]> {
  let seen = 0;
  const items = await itemsUntil(store, options, (soFar) => {
    const last = soFar.at(-1);
    if (last?.kind === 'events') seen += last.events.length;
    return seen >= count;
  });
  return eventsOf(items);
}
