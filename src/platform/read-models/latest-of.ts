import { mapBounded } from '../concurrency/map-bounded.js';
import { type EventStore, type Position } from '../event-store/event-store.js';
import { type After } from './read-models.js';

/** Looks-up of positions at once. */
const CONCURRENCY = 64;

/**
 * Of the outcomes of several commands the one that is last in the log: a reader who sees that event sees all of them,
 * because projections follow the log in its order.
 *
 * @returns undefined where there are none
 * @throws EventStoreUnavailable
 */
export async function latestOf(
  events: Pick<EventStore, 'read'>,
  outcomes: readonly After[],
): Promise<After | undefined> {
  const furthest = new Map<string, After>();
  for (const outcome of outcomes) {
    const known = furthest.get(outcome.stream);
    if (known === undefined || known.revision < outcome.revision) furthest.set(outcome.stream, outcome);
  }
  if (furthest.size <= 1) return furthest.values().next().value;
  const placed = await mapBounded([...furthest.values()], CONCURRENCY, async (outcome) => ({
    outcome,
    position: await positionOf(events, outcome),
  }));
  return placed.reduce((latest, one) => (one.position >= latest.position ? one : latest)).outcome;
}

/** '' where the store does not tell: such a store has the order of the answers alone to go by. */
async function positionOf(
  events: Pick<EventStore, 'read'>,
  { stream, revision }: After,
): Promise<Position | ''> {
  for await (const event of events.read(stream, { from: revision, limit: 1 })) return event.position;
  return '';
}
