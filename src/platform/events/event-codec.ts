import { type DomainEvent, type RecordedEvent } from '../../contracts/events/event-definition.js';
import { type EventToAppend, type StoredEvent } from '../event-store/event-store.js';

export interface Envelope {
  readonly id: string;
  readonly actor: string | null;
  readonly mailbox: string | null;
  readonly device?: string | undefined;
  readonly at: string;
  readonly correlationId: string;
  readonly causationId: string;
}

/**
 * Between domain events and stored ones: checks against the registry's schema, encrypts `private` under the key of
 * the stream (bound to stream, event id and type), brings old versions to the newest.
 */
export interface EventCodec {
  /**
   * @param envelopes one for each event
   * @throws InvalidEvent the event does not fit its schema: a defect of the caller
   * @throws KeyDestroyed the stream's key has gone (the stream has ended meanwhile: load it again)
   */
  encode(
    stream: string,
    events: readonly DomainEvent[],
    envelopes: readonly Envelope[],
  ): Promise<EventToAppend[]>;
  /**
   * In the same order. `private` is null where its key is destroyed. An event of an unknown type, or whose box
   * does not open, gives an error in its place: the reader decides what a poison event stops.
   */
  decode(events: readonly StoredEvent[]): Promise<(RecordedEvent | UndecodableEvent)[]>;
}

export class UndecodableEvent extends Error {
  constructor(
    readonly stored: Pick<StoredEvent, 'stream' | 'revision' | 'position' | 'id' | 'type'>,
    /** Never the content: `unknown-type`, `unknown-version`, `schema`, `box`. */
    readonly category: string,
  ) {
    super(`event ${stored.type} at ${stored.stream}@${stored.revision} cannot be read (${category})`);
    this.name = 'UndecodableEvent';
  }
}

/** Nest's injection token of the {@link EventCodec}. */
export const EVENT_CODEC = Symbol('EventCodec');
