import { AppendTooLarge } from '../event-store.errors.js';
import { type EventToAppend, MAX_APPEND_BYTES } from '../event-store.js';

/** An event with its JSON as it is written: made once for its size and for the row. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/**
 * Counts as `appendBytes` does.
 *
 * @throws RangeError where there are no events
 * @throws AppendTooLarge above {@link MAX_APPEND_BYTES}
 */
export function encodeAppend(stream: string, events: readonly EventToAppend[]): EncodedEvent[] {
  if (events.length === 0) throw new RangeError(`stream ${stream}: an append of no events`);
  let bytes = 0;
  const encoded = events.map(({ id, type, data, metadata }) => {
    const event = { id, type, data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
    bytes += Buffer.byteLength(id) + Buffer.byteLength(type);
    bytes += Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata);
    return event;
  });
  if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(stream, bytes, MAX_APPEND_BYTES);
  return encoded;
}
