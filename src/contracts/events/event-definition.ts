import { type Static, type TObject, type TSchema } from '@sinclair/typebox';

/**
 * An event type as it is stored. `data` may be kept for ever: ids, commitments, times, sizes. `private` is what
 * must be able to disappear (subject, names, addresses, file and folder names): it is stored encrypted under the
 * key of the event's stream and reads as null once that key is destroyed.
 */
export interface EventDefinition<
  Type extends string = string,
  Data extends TObject = TObject,
  Private extends TSchema | null = TSchema | null,
> {
  readonly type: Type;
  /** Of the newest shape; older ones are brought to it by upcasters. */
  readonly version: number;
  readonly data: Data;
  readonly private: Private;
}

export function defineEvent<Type extends string, Data extends TObject, Private extends TSchema | null>(
  definition: EventDefinition<Type, Data, Private>,
): EventDefinition<Type, Data, Private> {
  return definition;
}

/** The event as deciders write it and `evolve` reads it. `private` is null when there is none, or no more. */
export interface DomainEvent<Type extends string = string, Data = unknown, Private = unknown> {
  readonly type: Type;
  readonly data: Data;
  readonly private: Private | null;
}

export type EventOf<D> =
  D extends EventDefinition<infer Type, infer Data, infer Private>
    ? DomainEvent<Type, Static<Data>, Private extends TSchema ? Static<Private> : never>
    : never;

/** What stands beside every event. Ids only: pseudonyms that may be kept. */
export interface EventMetadata {
  /** The event's version when it was written. */
  readonly v: number;
  /** The person who acted; null for the service itself (sweeper, policies, gateway). */
  readonly actor: string | null;
  /** The mailbox acted for; null where none was. */
  readonly mailbox: string | null;
  /** The mobile device by which the person acted; absent where it was none. */
  readonly device?: string;
  /** ISO 8601 instant of the injected clock. */
  readonly at: string;
  /** EventStoreDB's own names for these two. */
  readonly $correlationId: string;
  readonly $causationId: string;
}

/** An event read back from the log, at its newest version. */
export interface RecordedEvent<E extends DomainEvent = DomainEvent> {
  readonly event: E;
  readonly stream: string;
  readonly revision: number;
  /** {@link Position} of the event in the log. */
  readonly position: string;
  readonly id: string;
  readonly metadata: EventMetadata;
}
