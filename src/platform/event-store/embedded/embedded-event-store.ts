import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { GroupCommit } from '../../embedded/group-commit.js';
import { type Clock } from '../../time/clock.js';
import { EventStoreUnavailable, WrongExpectedRevision } from '../event-store.errors.js';
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
import { AppendWriter } from './append-writer.js';
import { appendFailure } from './append-failure.js';
import { encodeAppend } from './event-encoding.js';
import { EventLog, positionOf } from './event-log.js';
import { LogHeads } from './log-heads.js';
import { PrefixPages } from './prefix-pages.js';
import { type ReadSource, readStream } from './stream-read.js';
import { follow, type SubscriptionSource } from './subscription.js';
import { WakeUp } from './wake-up.js';

export interface EmbeddedEventStoreOptions {
  /** The folder of `events.db`; made where it is missing. Its lock (`holdDataDir`) must be held. */
  readonly folder: string;
  readonly clock: Clock;
  /** Appends that may wait for the disk; 10,000 by default. Above it they are refused as unavailable. */
  readonly maxQueued?: number;
  /** Streams whose last revision is kept in memory; 100,000 by default. */
  readonly cachedStreams?: number;
}

/**
 * The event store in one SQLite file, for one process. An append is on the disk before it is answered; appends that
 * arrive together share one fsync. Positions are row numbers, padded so that they order as strings.
 */
export class EmbeddedEventStore implements EventStore {
  /** Events handed to reads and subscriptions since the start: how far they run ahead can be seen by it. */
  eventsTaken = 0;
  private readonly log: EventLog;
  private readonly heads: LogHeads;
  private readonly group: GroupCommit;
  private readonly wakeUp = new WakeUp();
  private readonly writer: AppendWriter;
  private readonly source: Omit<SubscriptionSource, 'pages'> & ReadSource;
  private closed = false;

  /** @throws SqliteError where the file cannot be opened */
  constructor(options: EmbeddedEventStoreOptions) {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.log = new EventLog(join(options.folder, 'events.db'));
    this.heads = new LogHeads(this.log, options.cachedStreams ?? 100_000);
    this.writer = new AppendWriter(this.log, this.heads, options.clock);
    this.group = new GroupCommit(this.log.db, {
      maxQueued: options.maxQueued ?? 10_000,
      wroteNothing: (error) => error instanceof WrongExpectedRevision,
      onCommit: () => {
        this.wakeUp.notify();
      },
      onRollback: () => {
        this.heads.reload();
      },
    });
    this.source = {
      log: this.log,
      heads: this.heads,
      wakeUp: this.wakeUp,
      isClosed: () => this.closed,
      mustBeOpen: (operation) => {
        this.mustBeOpen(operation);
      },
      taken: (events) => {
        this.eventsTaken += events;
      },
    };
  }

  async append(
    stream: string,
    events: readonly EventToAppend[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    const encoded = encodeAppend(stream, events);
    try {
      return await this.group.run(() => this.writer.write(stream, encoded, expected));
    } catch (error) {
      throw appendFailure(stream, error);
    }
  }

  read(stream: string, options: ReadOptions = {}): AsyncIterable<StoredEvent> {
    return readStream(this.source, stream, options);
  }

  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionItem> {
    const pages = new PrefixPages(this.log, this.heads, options.prefixes);
    return follow({ ...this.source, pages }, options);
  }

  async head(): Promise<Position | undefined> {
    this.mustBeOpen('head');
    return this.heads.last === 0 ? undefined : positionOf(this.heads.last);
  }

  /** Writes what is waiting, ends the subscriptions and closes the file. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.group.close();
    this.wakeUp.notify();
    this.log.close();
  }

  private mustBeOpen(operation: string): void {
    if (this.closed) throw new EventStoreUnavailable(operation);
  }
}
