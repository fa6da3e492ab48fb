import { type RecordedEvent } from '../../src/contracts/events/event-definition.js';
import { type AnyEvent } from '../../src/contracts/events/registry.js';

/** The end of a message, or of one mailbox's copy: no text outlives it (R1). */
export const endsOfMessages = ({ event }: RecordedEvent<AnyEvent>): boolean =>
  event.type === 'MessageExpired' ||
  event.type === 'MessageCopyExpired' ||
  event.type === 'MessageDeletedForever';
