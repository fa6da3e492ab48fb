import { type EventMetadata } from '../../src/contracts/events/event-definition.js';
import { UndecodableEvent, type EventCodec } from '../../src/platform/events/event-codec.js';
import { plainCodec } from './memory-event-store.js';

/** The correlation id of events that {@link markedPoison} cannot read: so that two processes agree on them. */
export const POISON = 'poison';

/** The plain codec, for which marked events are poison. */
export const markedPoison: EventCodec = {
  encode: (stream, events, envelopes) => plainCodec.encode(stream, events, envelopes),
  async decode(events) {
    const decoded = await plainCodec.decode(events);
    return events.map((stored, index) => {
      const { $correlationId } = stored.metadata as unknown as EventMetadata;
      return $correlationId === POISON ? new UndecodableEvent(stored, 'box') : decoded[index]!;
    });
  },
};
