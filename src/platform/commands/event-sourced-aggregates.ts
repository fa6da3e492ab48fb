import { setTimeout as timer } from 'node:timers/promises';
import { type Decider } from '../../contracts/decider.js';
import { type DomainEvent } from '../../contracts/events/event-definition.js';
import {
  AppendOutcomeUnknown,
  EventStoreUnavailable,
  WrongExpectedRevision,
} from '../event-store/event-store.errors.js';
import {
  type AppendResult,
  type EventStore,
  type EventToAppend,
  type StoredEvent,
} from '../event-store/event-store.js';
import { type EventCodec, UndecodableEvent } from '../events/event-codec.js';
import { type Randomness } from '../randomness/randomness.js';
import { type Clock } from '../time/clock.js';
import { type Aggregates, type CommandContext, type Executed, type Loaded } from './aggregates.js';
import { CommandQueue } from './command-queue.js';
import { TooManyConflicts } from './commands.errors.js';
import { emptyStream, eventId, foldedWith, type FoldedStream, revisionOfOperation } from './folded-stream.js';
import { type CacheTicket, StreamCache } from './stream-cache.js';

export interface AggregatesParts {
  readonly store: EventStore;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Waits between two tries; a test's does not. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

export interface AggregatesOptions {
  /** Tries of one command, the first included (20 by default). */
  readonly maxTries?: number;
  /** Commands of one stream that may wait (1,000 by default: the most holders that a message has). */
  readonly maxWaiting?: number;
  /** Events of all cached streams together, each stream counted as eight more (200,000 by default). */
  readonly maxCachedEvents?: number;
  /** Age at which a cached state is dropped (60 s by default). */
  readonly maxCacheAgeMs?: number;
}

/** A stream as it was read for one attempt. */
interface ReadStream<State, Event extends DomainEvent> {
  readonly decider: Decider<State, Event>;
  readonly stream: string;
  readonly folded: FoldedStream<State>;
  readonly ticket: CacheTicket;
  readonly doubt: Doubt;
}

/** An append of this command that may have been written, although nobody has told. */
interface Doubt {
  unknown?: AppendOutcomeUnknown;
}

/** An outage after an append of unknown outcome does not make it certain that nothing was written. */
const certain = (error: unknown, { unknown }: Doubt): unknown =>
  error instanceof EventStoreUnavailable && unknown !== undefined ? unknown : error;

/** Appends whose answer did not come are sent again, with the same ids; a store tries by itself before it says so. */
const UNKNOWN_TRIES = 2;
const LONGEST_WAIT_MS = 64;
const DECODE_BATCH = 500;

export class EventSourcedAggregates implements Aggregates {
  private readonly queue: CommandQueue;
  private readonly cache: StreamCache;
  /** Readings that were asked for and have not begun. */
  private readonly asked = new Map<string, { decider: object; folded: Promise<FoldedStream<unknown>> }>();
  private readonly maxTries: number;
  private readonly sleep: (milliseconds: number) => Promise<unknown>;

  constructor(
    private readonly parts: AggregatesParts,
    options: AggregatesOptions = {},
  ) {
    this.queue = new CommandQueue(options.maxWaiting ?? 1_000);
    this.cache = new StreamCache(
      parts.clock,
      options.maxCachedEvents ?? 200_000,
      options.maxCacheAgeMs ?? 60_000,
    );
    this.maxTries = options.maxTries ?? 20;
    this.sleep = parts.sleep ?? timer;
  }

  execute<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    stream: string,
    context: CommandContext,
    decide: (state: State) => readonly Event[],
    options: { readonly fresh?: boolean } = {},
  ): Promise<Executed<State, Event>> {
    return this.queue.run(stream, async () => {
      const doubt: Doubt = {};
      for (let tries = 1; ; tries += 1) {
        try {
          const ticket = this.cache.ticket();
          const fresh = options.fresh === true && tries === 1;
          const folded = fresh ? emptyStream(decider) : await this.read(decider, stream);
          return await this.attempt({ decider, stream, folded, ticket, doubt }, context, decide);
        } catch (error) {
          if (!(error instanceof WrongExpectedRevision)) throw certain(error, doubt);
          if (tries >= this.maxTries) throw new TooManyConflicts(stream, tries, { cause: error });
        }
        await this.sleep(this.jitter(tries));
      }
    });
  }

  async load<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    stream: string,
  ): Promise<Loaded<State>> {
    const { state, revision } = await this.read(decider, stream);
    return { state, revision };
  }

  forget(stream: string): void {
    this.cache.forget(stream);
  }

  /** Forgets everything, and purges nothing any more. */
  close(): void {
    this.cache.close();
  }

  private async attempt<State, Event extends DomainEvent>(
    { decider, stream, folded, ticket, doubt }: ReadStream<State, Event>,
    context: CommandContext,
    decide: (state: State) => readonly Event[],
  ): Promise<Executed<State, Event>> {
    const before = revisionOfOperation(folded, context.operation, stream);
    if (before !== undefined) return { stream, state: folded.state, revision: before, events: [] };
    const events = decide(folded.state);
    if (events.length === 0) return { stream, state: folded.state, revision: folded.revision, events };

    const encoded = await this.encode(stream, events, context);
    const { revision } = await this.append(
      stream,
      encoded,
      folded.revision < 0 ? 'none' : folded.revision,
      doubt,
    );
    const first = revision - events.length + 1;
    const recorded = events.map((event, i) => ({ event, id: encoded[i]?.id ?? '', revision: first + i }));
    const after = foldedWith(decider, folded, recorded);
    this.cache.keep(stream, decider, after, ticket);
    return { stream, state: after.state, revision, events };
  }

  /** Who asks while nobody has begun to read shares the reading: it begins after each of them asked. */
  private read<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    stream: string,
  ): Promise<FoldedStream<State>> {
    const asked = this.asked.get(stream);
    // What a decider folded comes back to the same decider only.
    if (asked?.decider === decider) return asked.folded as Promise<FoldedStream<State>>;
    const folded = Promise.resolve().then(() => {
      if (this.asked.get(stream)?.folded === folded) this.asked.delete(stream);
      return this.readNow(decider, stream);
    });
    this.asked.set(stream, { decider, folded });
    return folded;
  }

  /** The cached state brought up to date by the stream's tail; the whole stream where none is cached. */
  private async readNow<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    stream: string,
  ): Promise<FoldedStream<State>> {
    const ticket = this.cache.ticket();
    const cached = this.cache.get(stream, decider) as FoldedStream<State> | undefined;
    let folded = cached ?? emptyStream(decider);
    let batch: StoredEvent[] = [];
    for await (const stored of this.parts.store.read(stream, { from: folded.revision + 1 })) {
      batch.push(stored);
      if (batch.length < DECODE_BATCH) continue;
      folded = await this.foldStored(decider, folded, batch);
      batch = [];
    }
    if (batch.length > 0) folded = await this.foldStored(decider, folded, batch);
    if (folded !== cached) this.cache.keep(stream, decider, folded, ticket);
    return folded;
  }

  private async foldStored<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    folded: FoldedStream<State>,
    stored: readonly StoredEvent[],
  ): Promise<FoldedStream<State>> {
    const decoded = await this.parts.codec.decode(stored);
    const events = decoded.map((recorded) => {
      if (recorded instanceof UndecodableEvent) throw recorded;
      // The stream's category says which events it holds; the codec has checked each against the registry.
      return { event: recorded.event as Event, id: recorded.id, revision: recorded.revision };
    });
    return foldedWith(decider, folded, events);
  }

  private encode(
    stream: string,
    events: readonly DomainEvent[],
    context: CommandContext,
  ): Promise<EventToAppend[]> {
    const at = this.parts.clock.now().toISOString();
    const { actor, mailbox, device, correlationId, causationId, operation } = context;
    const envelopes = events.map((_, index) => ({
      id: eventId(operation, stream, index),
      actor,
      mailbox,
      device,
      at,
      correlationId,
      causationId,
    }));
    return this.parts.codec.encode(stream, events, envelopes);
  }

  /** An append whose outcome is unknown is sent again as it was: the same ids tell whether it is there. */
  private async append(
    stream: string,
    events: readonly EventToAppend[],
    expected: number | 'none',
    doubt: Doubt,
  ): Promise<AppendResult> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.parts.store.append(stream, events, expected);
      } catch (error) {
        if (!(error instanceof AppendOutcomeUnknown)) throw error;
        doubt.unknown = error;
        if (tries >= UNKNOWN_TRIES) throw error;
      }
      await this.sleep(this.jitter(tries));
    }
  }

  /** Full jitter: writers that collided once should not collide in step again. */
  private jitter(tries: number): number {
    const window = Math.min(LONGEST_WAIT_MS, 2 ** tries);
    return (this.parts.randomness.bytes(2).readUInt16BE() / 0x10000) * window;
  }
}
