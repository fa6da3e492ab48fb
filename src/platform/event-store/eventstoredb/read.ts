import {
  BACKWARDS,
  END,
  type EventStoreDBClient,
  FORWARDS,
  type ResolvedEvent,
  START,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { type Randomness } from '../../randomness/randomness.js';
import { EventStoreUnavailable } from '../event-store.errors.js';
import { type ReadOptions, type StoredEvent } from '../event-store.js';
import { type Connection } from './connection.js';
import { Backoff, Deadline, pause } from './deadline.js';
import { failureOf } from './failure.js';
import { Pull } from './pull.js';
import { toStoredEvent } from './stored-event.js';

export interface ReadSettings {
  /** How long the server may leave a reader waiting for the next event, retries and all. */
  readonly deadlineMs: number;
  readonly randomness: Randomness;
}

/** How many events are fetched ahead of the reader. */
const READ_AHEAD = 128;

interface Place {
  readonly stream: string;
  readonly backwards: boolean;
  /** The next revision wanted; undefined for the stream's first or last. */
  from: number | undefined;
  left: number;
}

/**
 * The events of one stream, from the leader. A read that breaks goes on where it stopped.
 *
 * Servers before 22.6 do not tell the position of an event read from its stream: it is {@link UNTOLD_POSITION} then.
 */
export async function* readStream(
  connection: Connection,
  settings: ReadSettings,
  stream: string,
  options: ReadOptions = {},
): AsyncGenerator<StoredEvent, void, undefined> {
  const backwards = options.direction === 'backwards';
  const place: Place = { stream, backwards, from: options.from, left: options.limit ?? Infinity };
  const backoff = new Backoff(settings.randomness);
  let deadline = new Deadline(settings.deadlineMs);
  while (place.left > 0) {
    try {
      for await (const event of attempt(connection, deadline, settings.deadlineMs, place)) {
        yield event;
        deadline = new Deadline(settings.deadlineMs);
        backoff.reset();
      }
      return;
    } catch (error) {
      if (error instanceof StreamNotFoundError) return;
      const wait = backoff.next();
      if (failureOf(error).kind === 'refused' || wait >= deadline.remaining) {
        throw new EventStoreUnavailable('read', { cause: error });
      }
      await pause(wait);
    }
  }
}

async function* attempt(
  connection: Connection,
  deadline: Deadline,
  deadlineMs: number,
  place: Place,
): AsyncGenerator<StoredEvent, void, undefined> {
  const client = await connection.client(deadline);
  const pull = open(client, place);
  try {
    let page = await pull.next(READ_AHEAD, deadline.remaining);
    while (page.length > 0) {
      yield* taken(page, place);
      page = place.left <= 0 ? [] : await pull.next(READ_AHEAD, deadlineMs);
    }
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) connection.failedWith(client, failureOf(error));
    throw error;
  } finally {
    pull.stop();
  }
}

function* taken(page: readonly ResolvedEvent[], place: Place): Generator<StoredEvent> {
  for (const { event } of page) {
    if (event === undefined) continue;
    advance(place, Number(event.revision));
    yield toStoredEvent(event);
  }
}

function open(client: EventStoreDBClient, { stream, backwards, from, left }: Place): Pull<ResolvedEvent> {
  const reading = client.readStream(
    stream,
    {
      direction: backwards ? BACKWARDS : FORWARDS,
      fromRevision: from === undefined ? (backwards ? END : START) : BigInt(from),
      maxCount: Number.isFinite(left) ? left : Number.MAX_SAFE_INTEGER,
      requiresLeader: true,
    },
    { highWaterMark: READ_AHEAD },
  );
  return new Pull(reading, () => reading.cancel());
}

function advance(place: Place, revision: number): void {
  place.left = place.backwards && revision === 0 ? 0 : place.left - 1;
  place.from = revision + (place.backwards ? -1 : 1);
}
