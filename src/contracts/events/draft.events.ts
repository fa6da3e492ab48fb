import { type Static, Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from './event-definition.js';
import { closed, Id, Instant, Size, Text } from './schemas.js';

/*
 * Stream `draft-<uuid>`: a message that is being written (D3, D7). Its `private` parts and its content are under the
 * key `draft:<uuid>`, which ends when the draft is sent, discarded, or three months after its last saving,
 * earlier where the account keeps for less.
 */

/** A recipient as typed: it may be malformed, as long as nothing is sent. */
const TypedAddress = Text(320);

export const DraftSaved = defineEvent({
  type: 'DraftSaved',
  version: 1,
  data: Type.Object(
    {
      mailbox: Id,
      /** The draft did not exist before: the folder « Brouillons » counts it. */
      first: Type.Boolean(),
      /** The html, made safe; each saving has a content of its own. */
      content: Type.Object({ id: Id, size: Size }, closed),
      savedAt: Instant,
      /** Three months after this saving, or earlier where the account keeps for less (R1). */
      expiresAt: Instant,
      /** The message that is being answered or forwarded, by the id that it has in the mailbox. */
      replyTo: Type.Optional(Id),
      forwardOf: Type.Optional(Id),
    },
    closed,
  ),
  private: Type.Object(
    {
      subject: Text(255),
      to: Type.Array(TypedAddress, { maxItems: 500 }),
      cc: Type.Array(TypedAddress, { maxItems: 500 }),
    },
    closed,
  ),
});

export const DraftDiscardReason = Type.Union([Type.Literal('user'), Type.Literal('emptied')]);
export type DraftDiscardReason = Static<typeof DraftDiscardReason>;

/** Deleted at once, not by way of « Messages supprimés »: by the user, or saved with every field emptied. */
export const DraftDiscarded = defineEvent({
  type: 'DraftDiscarded',
  version: 1,
  data: Type.Object({ mailbox: Id, reason: DraftDiscardReason }, closed),
  private: null,
});

/** The draft was sent as this message. */
export const DraftSent = defineEvent({
  type: 'DraftSent',
  version: 1,
  data: Type.Object({ mailbox: Id, message: Id }, closed),
  private: null,
});

/** The time that it is kept for after its last saving has passed (R1). */
export const DraftExpired = defineEvent({
  type: 'DraftExpired',
  version: 1,
  data: Type.Object({ mailbox: Id }, closed),
  private: null,
});

/** The account keeps for less from now on: a draft of before ends by then, unless it is saved again (R1). */
export const DraftRetentionShortened = defineEvent({
  type: 'DraftRetentionShortened',
  version: 1,
  data: Type.Object({ mailbox: Id, expiresAt: Instant }, closed),
  private: null,
});

/** What the end of a draft ordered is done: its key and its content are destroyed. */
export const DraftShredded = defineEvent({
  type: 'DraftShredded',
  version: 1,
  data: Type.Object({}, closed),
  private: null,
});

export const draftEvents = [
  DraftSaved,
  DraftDiscarded,
  DraftSent,
  DraftExpired,
  DraftRetentionShortened,
  DraftShredded,
] as const;

export type DraftSaved = EventOf<typeof DraftSaved>;
export type DraftEvent = EventOf<(typeof draftEvents)[number]>;
