import {
  type AllStreamSubscription,
  type EventStoreDBClient,
  type Filter,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { type Position, type SubscriptionItem } from '../event-store.js';
import { type Arrival, itemsOf, Marker } from './arrivals.js';
import { type Connection } from './connection.js';
import { type Deadline } from './deadline.js';
import { failureOf } from './failure.js';
import { fromPosition, type LogPosition, toPosition } from './position.js';
import { Pull } from './pull.js';

export interface SessionOptions {
  readonly after: Position | undefined;
  readonly prefixes: readonly string[];
  readonly batchSize: number;
  readonly signal: AbortSignal;
}

/** How many events the server looks through between two checkpoints. */
const SEARCH_WINDOW = 500;

/**
 * One subscription call, from after a position until the call ends.
 *
 * @throws what the call failed with; returns where the server ended it or the signal aborted
 */
export async function* session(
  connection: Connection,
  deadline: Deadline,
  options: SessionOptions,
): AsyncGenerator<SubscriptionItem, void, undefined> {
  const { after, batchSize, signal } = options;
  const client = await connection.client(deadline, signal);
  const pull = open(client, options);
  try {
    // The first to come is the confirmation: what follows it may take as long as it likes.
    let arrivals = await pull.next(1, deadline.remaining, signal);
    while (arrivals.length > 0) {
      yield* untilAborted(itemsOf(arrivals, after ?? ''), signal);
      arrivals = await pull.next(batchSize, undefined, signal);
    }
  } catch (error) {
    connection.failedWith(client, failureOf(error));
    throw error;
  } finally {
    pull.stop();
  }
}

function open(client: EventStoreDBClient, { after, prefixes, batchSize }: SessionOptions): Pull<Arrival> {
  const subscription = client.subscribeToAll(
    { fromPosition: after === undefined ? START : fromPosition(after), filter: filterOn(prefixes) },
    { highWaterMark: batchSize },
  );
  subscription.on('confirmation', () => subscription.push(new Marker()));
  subscription.on('caughtUp', () => subscription.push(new Marker({ kind: 'caught-up' })));
  return new Pull<Arrival>(subscription, () => subscription.unsubscribe());
}

/** Streams of the system are never asked for: their names begin with `$`. */
function filterOn(prefixes: readonly string[]): Filter {
  const window = {
    maxSearchWindow: SEARCH_WINDOW,
    checkpointReached: (subscription: AllStreamSubscription, position: LogPosition) => {
      subscription.push(new Marker({ kind: 'checkpoint', position: toPosition(position) }));
    },
  };
  if (prefixes.includes('')) return streamNameFilter({ ...window, regex: '^[^$]' });
  return streamNameFilter({ ...window, prefixes: [...prefixes] });
}

/** What was taken with an item that its consumer aborted at is not handed out any more. */
function* untilAborted(items: Iterable<SubscriptionItem>, signal: AbortSignal): Generator<SubscriptionItem> {
  for (const item of items) {
    if (signal.aborted) return;
    yield item;
  }
}
