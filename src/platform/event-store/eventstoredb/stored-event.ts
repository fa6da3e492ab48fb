import { type RecordedEvent } from '@eventstore/db-client';
import { type JsonObject } from '../../../contracts/json.js';
import { type Position, type StoredEvent } from '../event-store.js';
import { isTold, toPosition, UNTOLD_POSITION } from './position.js';

/** What the client read, in the port's words. */
export function toStoredEvent(event: RecordedEvent): StoredEvent {
  return {
    id: event.id,
    type: event.type,
    stream: event.streamId,
    revision: Number(event.revision),
    position: positionOf(event),
    recordedAt: event.created,
    data: event.data as JsonObject,
    metadata: (event.metadata ?? {}) as JsonObject,
  };
}

function positionOf({ position }: RecordedEvent): Position {
  return isTold(position) ? toPosition(position) : UNTOLD_POSITION;
}
