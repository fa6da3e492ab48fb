import { type Randomness, SystemRandomness } from '../../randomness/randomness.js';
import {
  type AppendResult,
  type EventStore,
  type EventToAppend,
  type ExpectedRevision,
  type Position,
  type ReadOptions,
  type StoredEvent,
  type SubscribeOptions,
  type SubscriptionItem,
} from '../event-store.js';
import { append } from './append.js';
import { Connection } from './connection.js';
import { head } from './head.js';
import { readStream } from './read.js';
import { subscribe } from './subscribe.js';

export interface EventStoreDbOptions {
  /** `esdb://…` or `esdb+discover://…`, as EventStoreDB's documentation words it; credentials and TLS go in it. */
  readonly url: string;
  /**
   * How long an append may take, retries and all, how long a reader or a subscription may wait for the server's next
   * word; milliseconds, 10,000 by default.
   */
  readonly deadlineMs?: number;
  /** Spreads retries. */
  readonly randomness?: Randomness;
}

const DEFAULT_DEADLINE_MS = 10_000;

/**
 * The event store on EventStoreDB 23.10 or later, which is the first to say that a subscription has caught up.
 * Connects with the first call, and again by itself whenever the connection fails.
 */
export function openEventStoreDb(options: EventStoreDbOptions): EventStore {
  return new EventStoreDb(options);
}

class EventStoreDb implements EventStore {
  private readonly settings: { readonly deadlineMs: number; readonly randomness: Randomness };
  private readonly connection: Connection;
  private readonly closing = new AbortController();

  constructor({
    url,
    deadlineMs = DEFAULT_DEADLINE_MS,
    randomness = new SystemRandomness(),
  }: EventStoreDbOptions) {
    this.settings = { deadlineMs, randomness };
    this.connection = new Connection(url, deadlineMs);
  }

  append(
    stream: string,
    events: readonly EventToAppend[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    return append(this.connection, this.settings, { stream, events, expected });
  }

  read(stream: string, options?: ReadOptions): AsyncIterable<StoredEvent> {
    return readStream(this.connection, this.settings, stream, options);
  }

  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionItem> {
    const ends = [this.closing.signal, ...(options.signal === undefined ? [] : [options.signal])];
    return subscribe(this.connection, this.settings, { ...options, signal: AbortSignal.any(ends) });
  }

  /** The position of the log's last event, which on EventStoreDB may well be one of its own. */
  head(): Promise<Position | undefined> {
    return head(this.connection, this.settings);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.connection.close();
  }
}
