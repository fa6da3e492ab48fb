import {
  type DomainEvent,
  type EventDefinition,
  type EventMetadata,
  type RecordedEvent,
} from '../../contracts/events/event-definition.js';
import { eventRegistry } from '../../contracts/events/registry.js';
import { keyOfStream } from '../../contracts/events/streams.js';
import { upcasters, type Upcaster, type VersionedEvent } from '../../contracts/events/upcasters.js';
import { type JsonObject } from '../../contracts/json.js';
import { type DataKey, type Keyring } from '../crypto/keyring.js';
import { KeyDestroyed } from '../crypto/keyring.errors.js';
import { type EventToAppend, type StoredEvent } from '../event-store/event-store.js';
import { type Envelope, type EventCodec, UndecodableEvent } from './event-codec.js';
import { EventSchemas } from './event-schemas.js';
import { InvalidEvent } from './event.errors.js';
import { openPrivate, sealPrivate } from './private-box.js';

type Keys = ReadonlyMap<string, DataKey>;
type Category = 'unknown-type' | 'unknown-version' | 'schema' | 'box';

/** Why an event cannot be read; becomes the {@link UndecodableEvent} in its place. */
class Unreadable extends Error {
  constructor(readonly category: Category) {
    super(category);
  }
}

/**
 * The {@link EventCodec} over the registry of event types, their upcasters and the keyring. A stored `data` is the
 * event's own `data` and, where the event has a private part, the member `private` with its box in base64.
 */
export class RegistryCodec implements EventCodec {
  private readonly schemas = new EventSchemas();
  private readonly steps: ReadonlyMap<string, Upcaster>;

  constructor(
    private readonly keyring: Pick<Keyring, 'find'>,
    private readonly registry: ReadonlyMap<string, EventDefinition> = eventRegistry,
    steps: readonly Upcaster[] = upcasters,
  ) {
    this.steps = new Map(steps.map((step) => [stepName(step.type, step.fromVersion), step]));
  }

  /**
   * @throws InvalidEvent
   * @throws KeyDestroyed the stream's key is not there (any more), and an event has a private part
   */
  async encode(
    stream: string,
    events: readonly DomainEvent[],
    envelopes: readonly Envelope[],
  ): Promise<EventToAppend[]> {
    const needsKey = events.some((event) => event.private !== null);
    const name = keyOfStream(stream);
    const key = needsKey ? (await this.keyring.find([name])).get(name) : undefined;
    return events.map((event, index) => {
      const envelope = envelopes[index];
      if (envelope === undefined) throw new RangeError('there must be one envelope for each event');
      const definition = this.fitting(event);
      const { id } = envelope;
      const data = event.data as JsonObject;
      const metadata = { ...metadataOf(definition, envelope) };
      if (event.private === null) return { id, type: event.type, data, metadata };
      if (key === undefined) throw new KeyDestroyed(name);
      const box = sealPrivate(key, { stream, id, type: event.type }, event.private);
      return { id, type: event.type, data: { ...data, private: box }, metadata };
    });
  }

  async decode(events: readonly StoredEvent[]): Promise<(RecordedEvent | UndecodableEvent)[]> {
    const names = new Set<string>();
    for (const stored of events) {
      if (stored.data['private'] !== undefined) names.add(keyOfStream(stored.stream));
    }
    const keys: Keys = names.size === 0 ? new Map() : await this.keyring.find([...names]);
    return events.map((stored) => this.decodeOne(stored, keys));
  }

  private fitting(event: DomainEvent): EventDefinition {
    const definition = this.registry.get(event.type);
    if (definition === undefined) throw new InvalidEvent(event.type, ['/type']);
    const misfits = this.schemas.misfits(definition, event, false);
    if (misfits.length > 0) throw new InvalidEvent(event.type, misfits);
    return definition;
  }

  private decodeOne(stored: StoredEvent, keys: Keys): RecordedEvent | UndecodableEvent {
    try {
      const metadata = metadataFrom(stored);
      const event = this.newest(this.opened(stored, keys), metadata.v);
      const { stream, revision, position, id } = stored;
      return { event, stream, revision, position, id, metadata };
    } catch (error) {
      if (error instanceof Unreadable) return new UndecodableEvent(stored, error.category);
      throw error;
    }
  }

  private opened(stored: StoredEvent, keys: Keys): VersionedEvent {
    const { private: box, ...data } = stored.data;
    if (box === undefined) return { type: stored.type, data: stored.data, private: null };
    const key = keys.get(keyOfStream(stored.stream));
    if (key === undefined) return { type: stored.type, data, private: null };
    if (typeof box !== 'string') throw new Unreadable('box');
    try {
      return { type: stored.type, data, private: openPrivate(key, stored, box) };
    } catch {
      throw new Unreadable('box');
    }
  }

  private newest(stored: VersionedEvent, version: number): DomainEvent {
    let event = stored;
    let at = version;
    let step = this.steps.get(stepName(event.type, at));
    while (step !== undefined) {
      event = upcastBy(step, event);
      at++;
      step = this.steps.get(stepName(event.type, at));
    }
    const definition = this.registry.get(event.type);
    if (definition === undefined) throw new Unreadable('unknown-type');
    if (definition.version !== at) throw new Unreadable('unknown-version');
    if (this.schemas.misfits(definition, event, true).length > 0) throw new Unreadable('schema');
    return event;
  }
}

/** One event that an upcaster cannot take must not stop the others of its batch. */
function upcastBy(step: Upcaster, event: VersionedEvent): VersionedEvent {
  try {
    return step.upcast(event);
  } catch {
    throw new Unreadable('schema');
  }
}

function stepName(type: string, version: number): string {
  return `${type}@${version}`;
}

function metadataOf(definition: EventDefinition, envelope: Envelope): EventMetadata {
  return {
    v: definition.version,
    actor: envelope.actor,
    mailbox: envelope.mailbox,
    ...(envelope.device === undefined ? {} : { device: envelope.device }),
    at: envelope.at,
    $correlationId: envelope.correlationId,
    $causationId: envelope.causationId,
  };
}

function metadataFrom(stored: StoredEvent): EventMetadata {
  const { v, at } = stored.metadata;
  if (typeof v !== 'number' || typeof at !== 'string') throw new Unreadable('schema');
  return stored.metadata as unknown as EventMetadata;
}
