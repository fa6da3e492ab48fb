import { type AllStreamResolvedEvent } from '@eventstore/db-client';
import { type Position, type StoredEvent, type SubscriptionItem } from '../event-store.js';
import { toStoredEvent } from './stored-event.js';

/**
 * What the client tells by a callback or an emitted event, put among the events where it was told: so that it
 * overtakes none that came before it. The confirmation of a subscription has no item.
 */
export class Marker {
  constructor(readonly item?: Exclude<SubscriptionItem, { readonly kind: 'events' }>) {}
}

export type Arrival = Marker | AllStreamResolvedEvent;

/**
 * What the arrivals tell a consumer: events that stand together as one batch, and the words between them. Leaves out
 * what does not lie behind `after`, and a checkpoint that something further along follows at once.
 */
export function* itemsOf(arrivals: readonly Arrival[], after: string): Generator<SubscriptionItem> {
  let batch: StoredEvent[] = [];
  for (const [index, arrival] of arrivals.entries()) {
    if (!(arrival instanceof Marker)) {
      batch.push(...eventsOf(arrival, after));
      continue;
    }
    if (arrival.item === undefined || isOutdated(arrival.item, arrivals[index + 1], after)) continue;
    if (batch.length > 0) yield { kind: 'events', events: batch };
    yield arrival.item;
    batch = [];
  }
  if (batch.length > 0) yield { kind: 'events', events: batch };
}

/** The position that an item takes its consumer to; undefined for one that takes it nowhere. */
export function positionOf(item: SubscriptionItem): Position | undefined {
  if (item.kind === 'events') return item.events.at(-1)?.position;
  return item.kind === 'checkpoint' ? item.position : undefined;
}

/** None for an event that was handed out before, nor for a link to one that has been deleted. */
function eventsOf({ event }: AllStreamResolvedEvent, after: string): StoredEvent[] {
  if (event === undefined) return [];
  const stored = toStoredEvent(event);
  return stored.position > after ? [stored] : [];
}

function isOutdated(item: SubscriptionItem, next: Arrival | undefined, after: string): boolean {
  if (item.kind !== 'checkpoint') return false;
  const followed = next !== undefined && !(next instanceof Marker && next.item?.kind === 'caught-up');
  return followed || item.position <= after;
}
