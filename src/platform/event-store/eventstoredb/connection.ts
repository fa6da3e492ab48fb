import { EventStoreDBClient, type EndPoint } from '@eventstore/db-client';
import { type Deadline } from './deadline.js';
import { type Failure, NoConnection } from './failure.js';

/**
 * The protected members of the client's class that its subclasses may replace, and why this adapter does
 * (measured on 6.2.1; `connection.spec.ts` fails where a later version lacks one):
 * - `supports`: without it the client appends by BatchAppend, whose answers wait in a map shared by every client of
 *   the process (an error of one connection rejects the appends of all, and an answer that comes after it throws
 *   outside any handler), and whose calls have no deadline here. Plain Append has neither trouble.
 * - `handleError`: it closes a channel under calls that were about to start, which then throw where nobody catches:
 *   an unhandled rejection, and an append that never settles. This class replaces the whole client instead.
 * - `getChannel`: awaited before a call, so that a discovery that takes too long cannot send anything afterwards.
 * - `resolveUri`: a client for the leader that a follower named.
 */
interface ClientMembers {
  supports: () => Promise<boolean>;
  handleError: () => Promise<void>;
  getChannel: () => Promise<Channel>;
  resolveUri: () => Promise<string>;
}

interface Channel {
  close(): void;
}

interface Generation {
  readonly client: EventStoreDBClient;
  readonly members: ClientMembers;
  readonly bornAt: number;
  channel?: Channel;
}

/** A connection younger than this is not replaced: callers that fail together make one new one. */
const SHORTEST_LIFE_MS = 50;
const DEFAULT_KEEP_ALIVE_TIMEOUT_MS = 10_000;

/**
 * Holds the client of the moment and replaces it when its connection fails.
 *
 * A new client has a new connection, at once: connections of one process to one address share their back-off (up to
 * two minutes) as long as their options are the same, so every generation's keep-alive time-out differs by a hair.
 */
export class Connection {
  private generation: Generation;
  private births = 0;
  private closed = false;

  /** @param retireMs how long calls of a replaced client may still run before its connection is closed */
  constructor(
    private readonly url: string,
    private readonly retireMs: number,
  ) {
    this.generation = this.create();
  }

  /**
   * A client whose channel is there: what is called on it next is sent now or fails.
   *
   * @throws NoConnection when no node was found in time, or the connection is closed
   */
  async client(deadline: Deadline, signal?: AbortSignal): Promise<EventStoreDBClient> {
    const { generation } = this;
    if (this.closed) throw new NoConnection();
    if (generation.channel !== undefined) return generation.client;
    try {
      const opening = generation.members.getChannel().then((channel) => (generation.channel = channel));
      await within(opening, deadline.remaining, signal);
    } catch (cause) {
      throw new NoConnection({ cause });
    }
    return generation.client;
  }

  /** A call on the client failed: where that is the connection's doing, the next call gets another one. */
  failedWith(client: EventStoreDBClient, failure: Failure): void {
    if (failure.kind === 'not-leader') this.replace(client, failure.leader);
    if (failure.kind === 'not-sent' || failure.kind === 'unknown') this.replace(client);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.generation.client.dispose();
    this.generation.channel?.close();
  }

  private replace(client: EventStoreDBClient, leader?: EndPoint): void {
    const { generation } = this;
    const tooYoung = performance.now() - generation.bornAt < SHORTEST_LIFE_MS;
    if (this.closed || client !== generation.client || (tooYoung && leader === undefined)) return;
    this.generation = this.create(leader);
    setTimeout(() => generation.channel?.close(), this.retireMs).unref();
  }

  private create(leader?: EndPoint): Generation {
    const client = EventStoreDBClient.connectionString(keptAlive(this.url, this.births++));
    const members = client as unknown as ClientMembers;
    members.supports = async () => false;
    members.handleError = async () => undefined;
    if (leader !== undefined) members.resolveUri = async () => `${leader.address}:${leader.port}`;
    return { client, members, bornAt: performance.now() };
  }
}

function keptAlive(url: string, generation: number): string {
  const [, given] = /[?&]keepAliveTimeout=(\d+)/i.exec(url) ?? [];
  const timeout =
    (given === undefined ? DEFAULT_KEEP_ALIVE_TIMEOUT_MS : Number(given)) + (generation % 1_000);
  return `${url}${url.includes('?') ? '&' : '?'}keepAliveTimeout=${timeout}`;
}

async function within<T>(work: Promise<T>, milliseconds: number, signal?: AbortSignal): Promise<T> {
  const limit = AbortSignal.any([AbortSignal.timeout(Math.ceil(milliseconds)), ...(signal ? [signal] : [])]);
  let stop: (() => void) | undefined;
  const late = new Promise<never>((_, reject) => {
    stop = () => reject(limit.reason as Error);
    if (limit.aborted) stop();
    else limit.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    if (stop !== undefined) limit.removeEventListener('abort', stop);
  }
}
