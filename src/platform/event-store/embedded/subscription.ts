import { setImmediate as nextTurn } from 'node:timers/promises';
import { type SubscribeOptions, type SubscriptionItem } from '../event-store.js';
import { type EventRow, positionOf, storedEvent } from './event-log.js';
import { type LogHeads } from './log-heads.js';
import { type PrefixPages } from './prefix-pages.js';
import { type WakeUp } from './wake-up.js';

/** While live, a checkpoint is told after so many positions without a match. */
const CHECKPOINT_EVERY = 500;

export interface SubscriptionSource {
  readonly heads: LogHeads;
  readonly pages: PrefixPages;
  readonly wakeUp: WakeUp;
  readonly isClosed: () => boolean;
  /** Throws once the store has been closed. */
  readonly mustBeOpen: (operation: string) => void;
  readonly taken: (events: number) => void;
}

/** Reads a page whenever it is asked for one: what its consumer has not asked for stays in the file. */
export async function* follow(
  source: SubscriptionSource,
  options: SubscribeOptions,
): AsyncGenerator<SubscriptionItem> {
  source.mustBeOpen('subscribe');
  const { signal, batchSize = 500 } = options;
  const ended = () => signal?.aborted === true || source.isClosed();
  let reached = Number(options.after ?? 0);
  let behind = true;
  let pagesSinceWait = 0;
  while (!ended()) {
    const rows = source.pages.page(reached, batchSize);
    if (rows.length > 0) {
      source.taken(rows.length);
      reached = lastPosition(rows);
      behind ||= ++pagesSinceWait > 1;
      yield { kind: 'events', events: rows.map(storedEvent) };
      // A consumer that never waits for anything must not keep the appends of others from their turn.
      await nextTurn();
      continue;
    }
    const { last } = source.heads;
    if (last - reached >= (behind ? 1 : CHECKPOINT_EVERY)) {
      reached = last;
      yield { kind: 'checkpoint', position: positionOf(reached) };
      continue;
    }
    if (behind) {
      behind = false;
      yield { kind: 'caught-up' };
      continue;
    }
    pagesSinceWait = 0;
    await source.wakeUp.wait(signal);
  }
}

function lastPosition(rows: readonly EventRow[]): number {
  return rows.at(-1)?.[0] ?? 0;
}
