import { type JsonObject } from '../../contracts/json.js';

/**
 * A place in the whole log. Opaque but ordered: of two positions of one store the later one is the greater
 * string (`<`), so that it can be stored and compared anywhere.
 */
export type Position = string & { readonly __brand: 'Position' };

/** What the stream must hold for an append: nothing yet, anything, or exactly this many events less one. */
export type ExpectedRevision = 'none' | 'any' | number;

export interface EventToAppend {
  /** A UUID. The same append again (stream, ids, expected revision) answers what the first one answered. */
  readonly id: string;
  /** An explicit string of the registry, never a class name. */
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

export interface StoredEvent extends EventToAppend {
  readonly stream: string;
  /** 0 for the first event of the stream. */
  readonly revision: number;
  /** The empty string on a stream read of a store that does not tell it (EventStoreDB before 22.6); never on a subscription. */
  readonly position: Position;
  /** When the store wrote it. What the domain calls the time of the event is in the metadata. */
  readonly recordedAt: Date;
}

export interface AppendResult {
  readonly stream: string;
  /** Of the last event appended. */
  readonly revision: number;
  readonly position: Position;
}

export interface ReadOptions {
  /** `forwards` by default. */
  readonly direction?: 'forwards' | 'backwards';
  /** The first revision wanted, inclusive; default: the stream's first (forwards) or last (backwards) event. */
  readonly from?: number;
  /** At most this many events; all by default. */
  readonly limit?: number;
}

export interface SubscribeOptions {
  /** Events after this position; from the start of the log when absent. */
  readonly after?: Position;
  /** Only streams whose name begins with one of these. */
  readonly prefixes: readonly string[];
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
  /** At most this many events in one batch (500 by default). */
  readonly batchSize?: number;
}

/**
 * What a subscription hands out, in log order, without gap or repeat:
 * a batch of events; the word that all there was has been handed out (again after each time it fell behind);
 * a position that may be checkpointed though nothing matched up to it.
 */
export type SubscriptionItem =
  | { readonly kind: 'events'; readonly events: readonly StoredEvent[] }
  | { readonly kind: 'caught-up' }
  | { readonly kind: 'checkpoint'; readonly position: Position };

/**
 * The log of events. Every adapter passes `test/contract/event-store.contract.ts`, which is the definition.
 *
 * Errors of every method: {@link EventStoreUnavailable}; those of a method stand with it.
 */
export interface EventStore {
  /**
   * Appends all the events, in order, or none; durable before it answers.
   *
   * @throws WrongExpectedRevision with the actual revision
   * @throws AppendTooLarge above {@link MAX_APPEND_BYTES}
   * @throws AppendOutcomeUnknown the store did not answer in time: the same append, with the same ids, tells
   */
  append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<AppendResult>;

  /** The events of one stream, in constant memory. A stream that does not exist has none. */
  read(stream: string, options?: ReadOptions): AsyncIterable<StoredEvent>;

  /** Catches up, then follows. A consumer that does not ask for the next item holds the store back. */
  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionItem>;

  /** Where the log ends now; undefined when it is empty. */
  head(): Promise<Position | undefined>;

  close(): Promise<void>;
}

/** Nest's injection token of the {@link EventStore}. */
export const EVENT_STORE = Symbol('EventStore');

/** EventStoreDB takes 1,048,576 bytes with its own overhead; what we call one append stays below that. */
export const MAX_APPEND_BYTES = 1_000_000;

/** The size of an append as {@link MAX_APPEND_BYTES} counts it: ids, types, data and metadata, as UTF-8 JSON. */
export function appendBytes(events: readonly EventToAppend[]): number {
  let bytes = 0;
  for (const event of events) {
    bytes += Buffer.byteLength(event.id) + Buffer.byteLength(event.type);
    bytes +=
      Buffer.byteLength(JSON.stringify(event.data)) + Buffer.byteLength(JSON.stringify(event.metadata));
  }
  return bytes;
}
