import {
  type EventStore,
  type Position,
  type SubscriptionItem,
} from '../../../src/platform/event-store/event-store.js';
import { type Projection } from '../projection.js';

/** As long as a readiness check is waited for: a store that is out of reach leaves no subscription behind. */
const TIME_LIMIT_MS = 5_000;

/**
 * Whether a projection that stands at `position` has all up to `head`. A checkpoint does not follow at once what does
 * not concern the projection: then the log itself is asked what comes next.
 */
export async function hasApplied(
  events: Pick<EventStore, 'subscribe'>,
  { prefixes }: Pick<Projection, 'prefixes'>,
  position: string | null,
  head: string,
): Promise<boolean> {
  if ((position ?? '') >= head) return true;
  const after = position === null ? {} : { after: position as Position };
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  for await (const item of events.subscribe({ prefixes, batchSize: 1, signal, ...after })) {
    const next = nextPosition(item);
    if (next === undefined || next > head) return true;
    if (item.kind === 'events') return false;
  }
  return false;
}

/** Of the next event that concerns the projection, or up to where there is none; undefined where there is none at all. */
function nextPosition(item: SubscriptionItem): string | undefined {
  if (item.kind === 'checkpoint') return item.position;
  return item.kind === 'events' ? item.events[0]?.position : undefined;
}
