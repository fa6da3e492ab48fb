import { draftEvents, type DraftEvent } from './draft.events.js';
import { mailboxEvents, type MailboxEvent } from './mailbox.events.js';
import { messageEvents, type MessageEvent } from './message.events.js';
import { personEvents, type PersonEvent } from './person.events.js';
import {
  reservationEvents,
  termsEvents,
  type ReservationEvent,
  type TermsEvent,
} from './reservation.events.js';
import { type EventDefinition } from './event-definition.js';

export type AnyEvent = MessageEvent | DraftEvent | MailboxEvent | PersonEvent | ReservationEvent | TermsEvent;

/** Every event type that the service has ever written, by its stored name. */
export const eventRegistry: ReadonlyMap<string, EventDefinition> = new Map(
  [
    ...messageEvents,
    ...draftEvents,
    ...mailboxEvents,
    ...personEvents,
    ...reservationEvents,
    ...termsEvents,
  ].map((definition) => [definition.type, definition as EventDefinition]),
);
