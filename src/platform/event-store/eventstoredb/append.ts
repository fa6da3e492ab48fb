import { ANY, type EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { type Randomness } from '../../randomness/randomness.js';
import {
  AppendOutcomeUnknown,
  AppendTooLarge,
  EventStoreUnavailable,
  WrongExpectedRevision,
} from '../event-store.errors.js';
import {
  appendBytes,
  type AppendResult,
  type EventToAppend,
  type ExpectedRevision,
  MAX_APPEND_BYTES,
} from '../event-store.js';
import { type Connection } from './connection.js';
import { Backoff, Deadline, pause } from './deadline.js';
import { type Failure, failureOf } from './failure.js';
import { isTold, type LogPosition, toPosition, UNTOLD_POSITION } from './position.js';
import { readStream } from './read.js';

export interface AppendSettings {
  readonly deadlineMs: number;
  readonly randomness: Randomness;
}

interface Append {
  readonly stream: string;
  readonly events: readonly EventToAppend[];
  readonly expected: ExpectedRevision;
}

interface Written {
  readonly revision: number;
  readonly position: LogPosition | undefined;
}

/** Where less than this is left of a deadline it is not divided any more: the attempt is the last. */
const SHORTEST_ATTEMPT_MS = 200;

/**
 * Appends, and where the answer is lost appends the same again within the deadline: EventStoreDB knows event ids
 * that it has, for an exact revision always, for `any` as long as they are in its cache of recent ones.
 */
export async function append(
  connection: Connection,
  settings: AppendSettings,
  request: Append,
): Promise<AppendResult> {
  refuseBadSize(request);
  const deadline = new Deadline(settings.deadlineMs);
  const backoff = new Backoff(settings.randomness);
  let sent = false;
  for (;;) {
    const tried = await attempt(connection, deadline, request);
    if (!('failure' in tried)) return resultOf(connection, settings, request, tried);
    const { failure, error } = tried;
    sent ||= failure.kind === 'unknown';
    const wait = backoff.next();
    if (!isWorthAnother(failure, request) || wait >= deadline.remaining) {
      throw sent
        ? new AppendOutcomeUnknown(request.stream, { cause: error })
        : new EventStoreUnavailable('append', { cause: error });
    }
    await pause(wait);
  }
}

async function attempt(
  connection: Connection,
  deadline: Deadline,
  request: Append,
): Promise<Written | { readonly failure: Failure; readonly error: unknown }> {
  let client: EventStoreDBClient | undefined;
  try {
    client = await connection.client(deadline);
    return await send(client, request, attemptMs(deadline));
  } catch (error) {
    const failure = failureOf(error);
    if (client !== undefined) connection.failedWith(client, failure);
    return { failure, error };
  }
}

async function send(
  client: EventStoreDBClient,
  { stream, events, expected }: Append,
  milliseconds: number,
): Promise<Written> {
  const proposed = events.map(({ id, type, data, metadata }) =>
    jsonEvent({ id, type, data: { ...data }, metadata: { ...metadata } }),
  );
  const { nextExpectedRevision, position } = await client.appendToStream(stream, proposed, {
    expectedRevision: toExpectedRevision(expected),
    requiresLeader: true,
    deadline: milliseconds,
  });
  return { revision: Number(nextExpectedRevision), position };
}

/** Half of what is left, so that an answer which does not come leaves time to ask again. */
function attemptMs({ remaining }: Deadline): number {
  return Math.ceil(remaining > 2 * SHORTEST_ATTEMPT_MS ? remaining / 2 : remaining);
}

/** @throws the port's errors for what the server decided */
function isWorthAnother(failure: Failure, { stream, events, expected }: Append): boolean {
  switch (failure.kind) {
    case 'conflict':
      throw new WrongExpectedRevision(stream, expected, failure.actual);
    case 'too-large':
      throw new AppendTooLarge(stream, appendBytes(events), failure.limit);
    default:
      return failure.kind !== 'refused';
  }
}

function refuseBadSize({ stream, events }: Append): void {
  if (events.length === 0) throw new RangeError('an append has at least one event');
  const bytes = appendBytes(events);
  if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(stream, bytes, MAX_APPEND_BYTES);
}

function toExpectedRevision(expected: ExpectedRevision): typeof ANY | typeof NO_STREAM | bigint {
  if (expected === 'any') return ANY;
  return expected === 'none' ? NO_STREAM : BigInt(expected);
}

/** An append answered as already done may come without its position: the event itself has it. */
async function resultOf(
  connection: Connection,
  settings: AppendSettings,
  { stream }: Append,
  { revision, position }: Written,
): Promise<AppendResult> {
  if (isTold(position)) return { stream, revision, position: toPosition(position) };
  for await (const event of readStream(connection, settings, stream, { from: revision, limit: 1 })) {
    return { stream, revision, position: event.position };
  }
  return { stream, revision, position: UNTOLD_POSITION };
}
