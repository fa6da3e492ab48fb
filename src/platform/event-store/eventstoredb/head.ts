import { type AllStreamResolvedEvent, BACKWARDS, END } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../event-store.errors.js';
import { type Position } from '../event-store.js';
import { type Connection } from './connection.js';
import { Backoff, Deadline, pause } from './deadline.js';
import { failureOf } from './failure.js';
import { isTold, toPosition } from './position.js';
import { Pull } from './pull.js';
import { type ReadSettings } from './read.js';

/** The position of the last event of all, the server's own events included. */
export async function head(connection: Connection, settings: ReadSettings): Promise<Position | undefined> {
  const deadline = new Deadline(settings.deadlineMs);
  const backoff = new Backoff(settings.randomness);
  for (;;) {
    try {
      return await attempt(connection, deadline);
    } catch (error) {
      const wait = backoff.next();
      if (failureOf(error).kind === 'refused' || wait >= deadline.remaining) {
        throw new EventStoreUnavailable('head', { cause: error });
      }
      await pause(wait);
    }
  }
}

async function attempt(connection: Connection, deadline: Deadline): Promise<Position | undefined> {
  const client = await connection.client(deadline);
  const reading = client.readAll({
    direction: BACKWARDS,
    fromPosition: END,
    maxCount: 1,
    requiresLeader: true,
  });
  const pull = new Pull<AllStreamResolvedEvent>(reading, () => reading.cancel());
  try {
    const [last] = await pull.next(1, deadline.remaining);
    const position = last?.event?.position;
    return isTold(position) ? toPosition(position) : undefined;
  } catch (error) {
    connection.failedWith(client, failureOf(error));
    throw error;
  } finally {
    pull.stop();
  }
}
