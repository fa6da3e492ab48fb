import { type Randomness } from '../../randomness/randomness.js';
import { EventStoreUnavailable } from '../event-store.errors.js';
import { type Position, type SubscribeOptions, type SubscriptionItem } from '../event-store.js';
import { positionOf } from './arrivals.js';
import { type Connection } from './connection.js';
import { Backoff, Deadline, pause } from './deadline.js';
import { failureOf, isConnectionError } from './failure.js';
import { fromPosition } from './position.js';
import { session } from './subscription-session.js';

export interface SubscribeSettings {
  /** How long the server may take to confirm a subscription. */
  readonly deadlineMs: number;
  readonly randomness: Randomness;
}

const DEFAULT_BATCH_SIZE = 500;

/**
 * Follows `$all` through the server's filter. Where the connection breaks it goes on after the last position handed
 * out, for as long as it takes.
 *
 * @throws EventStoreUnavailable where the server refuses the subscription itself (access, position)
 * @throws RangeError where `after` is a position of another kind of store
 */
export async function* subscribe(
  connection: Connection,
  settings: SubscribeSettings,
  options: SubscribeOptions & { readonly signal: AbortSignal },
): AsyncGenerator<SubscriptionItem, void, undefined> {
  const { prefixes, signal, batchSize = DEFAULT_BATCH_SIZE } = options;
  const backoff = new Backoff(settings.randomness);
  const progress = new Progress(options.after);
  if (options.after !== undefined) fromPosition(options.after);
  // A function, because the compiler takes for granted that a signal does not change between two looks.
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    try {
      const deadline = new Deadline(settings.deadlineMs);
      const { after } = progress;
      const items = session(connection, deadline, { after, prefixes, batchSize, signal });
      yield* progress.through(items, backoff);
    } catch (error) {
      if (isOver()) return;
      if (!isConnectionError(error)) throw error;
      if (failureOf(error).kind === 'refused') throw new EventStoreUnavailable('subscribe', { cause: error });
    }
    await pause(backoff.next(), signal);
  }
}

/** How far a consumer has come, over all the calls that one subscription takes. */
class Progress {
  private caughtUp = false;

  constructor(public after: Position | undefined) {}

  /** Hands the items on, but no second caught-up in a row: after a reconnection it would tell nothing. */
  async *through(
    items: AsyncIterable<SubscriptionItem>,
    backoff: Backoff,
  ): AsyncGenerator<SubscriptionItem, void, undefined> {
    for await (const item of items) {
      backoff.reset();
      this.after = positionOf(item) ?? this.after;
      const repeats = item.kind === 'caught-up' && this.caughtUp;
      if (item.kind !== 'checkpoint') this.caughtUp = item.kind === 'caught-up';
      if (!repeats) yield item;
    }
  }
}
