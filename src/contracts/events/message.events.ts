import { type Static, Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from './event-definition.js';
import {
  ActedBy,
  closed,
  HolderRole,
  Id,
  Instant,
  Name,
  Party,
  Salt,
  Sha256,
  Size,
  Text,
} from './schemas.js';

/*
 * Stream `message-<uuid>`: one envelope and the copies of every holder. A copy is named by its mailbox and by
 * `copy`, the id that the message has there: the message's own, or `<message>-sent` for the sent copy of a
 * mailbox that is sender and recipient at once.
 */
const copyOfMailbox = { mailbox: Id, copy: Id } as const;

/** When the copy ends, where the account keeps its messages for less than the law of the product allows. */
const endsEarlier = { expiresAt: Type.Optional(Instant) } as const;

/** Of a long conversation the newest messages are named. */
export const MAX_REFERENCES = 50;

export const Commitments = Type.Object(
  {
    subject: Sha256,
    from: Sha256,
    to: Sha256,
    cc: Sha256,
    body: Sha256,
    attachments: Type.Array(Sha256),
    /** Names and media types of the attachments; seals of before have none. */
    files: Type.Optional(Type.Array(Sha256)),
  },
  closed,
);
export type Commitments = Static<typeof Commitments>;

export const Salts = Type.Object(
  {
    subject: Salt,
    from: Salt,
    to: Salt,
    cc: Salt,
    body: Salt,
    attachments: Type.Array(Salt),
    files: Type.Optional(Type.Array(Salt)),
  },
  closed,
);
export type Salts = Static<typeof Salts>;

/** What a holder keeps when all copies go together: folder counts must follow without another look. */
export const EndedCopy = Type.Object({ ...copyOfMailbox, folder: Id, unread: Type.Boolean() }, closed);
export type EndedCopy = Static<typeof EndedCopy>;

export const MessageSealed = defineEvent({
  type: 'MessageSealed',
  version: 1,
  data: Type.Object(
    {
      /** The sending mailbox; null for a message that a gateway received. */
      sender: Type.Union([Id, Type.Null()]),
      sealedAt: Instant,
      expiresAt: Instant,
      kid: Type.String({ maxLength: 100 }),
      /** Compact JWS (RFC 7515) over `{ id, sealedAt, commitments }` in RFC 8785 form. */
      jws: Type.String({ maxLength: 200_000 }),
      commitments: Commitments,
      body: Type.Object({ content: Id, size: Size }, closed),
      attachments: Type.Array(Type.Object({ id: Id, content: Id, size: Size }, closed), { maxItems: 1000 }),
      /** Every copy that this append delivers, the sender's included, and whose openings the sender counts. */
      holders: Type.Array(Type.Object({ ...copyOfMailbox, role: HolderRole }, closed), { maxItems: 1001 }),
      replyTo: Type.Union([Id, Type.Null()]),
      /** The conversation before it (RFC 5322, 3.6.4): the messages that `replyTo` refers to, then itself. */
      references: Type.Optional(Type.Array(Id, { maxItems: MAX_REFERENCES })),
      forwardOf: Type.Union([Id, Type.Null()]),
      /** The draft that this message was, in the sending mailbox: it ends with the sending. */
      draft: Type.Optional(Id),
      /** The revision that the sending window had read, where it said so: a draft saved since stays. */
      draftRevision: Type.Optional(Size),
      /** The signature of the sending mailbox that was chosen; the body holds it already. */
      signature: Type.Optional(Id),
      /** The service wrote it for the sender (S10): no machine answers it (RFC 3834). */
      automatic: Type.Optional(Type.Literal(true)),
    },
    closed,
  ),
  private: Type.Object(
    {
      subject: Text(255),
      from: Party,
      to: Type.Array(Party, { maxItems: 500 }),
      cc: Type.Array(Party, { maxItems: 500 }),
      attachments: Type.Array(
        Type.Object({ name: Name, type: Type.String({ maxLength: 255 }), sha256: Sha256 }, closed),
      ),
      /** Plain SHA-256 of the body as sealed (UTF-8 html). */
      bodySha256: Sha256,
      salts: Salts,
      by: ActedBy.properties.by,
    },
    closed,
  ),
});

export const MessageSent = defineEvent({
  type: 'MessageSent',
  version: 1,
  data: Type.Object({ ...copyOfMailbox, folder: Id, ...endsEarlier }, closed),
  private: null,
});

export const MessageDelivered = defineEvent({
  type: 'MessageDelivered',
  version: 1,
  data: Type.Object(
    {
      ...copyOfMailbox,
      role: Type.Union([Type.Literal('recipient'), Type.Literal('delegate')]),
      /** For a delegate: the recipients whose delegate it is. */
      copyOf: Type.Array(Id),
      folder: Id,
      ...endsEarlier,
    },
    closed,
  ),
  private: null,
});

export const MessageOpened = defineEvent({
  type: 'MessageOpened',
  version: 1,
  data: Type.Object(
    {
      ...copyOfMailbox,
      person: Id,
      role: HolderRole,
      folder: Id,
      /** The copy counted as unread until now. */
      unreadBefore: Type.Boolean(),
      /** Nobody had opened this copy before. */
      firstOfMailbox: Type.Boolean(),
      /** The sender's copy, which shows how many recipients have opened; null where there is none. */
      senderCopy: Type.Union([Type.Object(copyOfMailbox, closed), Type.Null()]),
    },
    closed,
  ),
  private: ActedBy,
});

export const MessageMarkedUnread = defineEvent({
  type: 'MessageMarkedUnread',
  version: 1,
  data: Type.Object({ ...copyOfMailbox, folder: Id }, closed),
  private: ActedBy,
});

export const MessageMoved = defineEvent({
  type: 'MessageMoved',
  version: 1,
  data: Type.Object({ ...copyOfMailbox, from: Id, to: Id, unread: Type.Boolean() }, closed),
  private: ActedBy,
});

/** It left the service as a file: each time. */
export const MessageExported = defineEvent({
  type: 'MessageExported',
  version: 1,
  data: Type.Object({ ...copyOfMailbox, folder: Id }, closed),
  private: ActedBy,
});

/** Somebody of the account handles it from now on (S13): one person at a time, for the others to see. */
export const MessageTaken = defineEvent({
  type: 'MessageTaken',
  version: 1,
  data: Type.Object({ ...copyOfMailbox, folder: Id, person: Id }, closed),
  private: ActedBy,
});

/** Nobody handles it any more; `person` is who did, `private` says who ended it. */
export const MessageReleased = defineEvent({
  type: 'MessageReleased',
  version: 1,
  data: Type.Object({ ...copyOfMailbox, folder: Id, person: Id }, closed),
  private: ActedBy,
});

/** To « Messages supprimés ». */
export const MessageDeleted = defineEvent({
  type: 'MessageDeleted',
  version: 1,
  data: Type.Object({ ...copyOfMailbox, from: Id, to: Id, unread: Type.Boolean() }, closed),
  private: ActedBy,
});

export const MessageRestored = defineEvent({
  type: 'MessageRestored',
  version: 1,
  data: Type.Object({ ...copyOfMailbox, from: Id, to: Id, unread: Type.Boolean() }, closed),
  private: ActedBy,
});

/** The mailbox's copy is gone for good; the other holders keep theirs. */
export const MessageDeletedForever = defineEvent({
  type: 'MessageDeletedForever',
  version: 1,
  data: Type.Object({ ...copyOfMailbox, folder: Id, unread: Type.Boolean() }, closed),
  private: ActedBy,
});

/** The account keeps for less from now on: this copy ends then. The other holders keep theirs. */
export const MessageRetentionShortened = defineEvent({
  type: 'MessageRetentionShortened',
  version: 1,
  data: Type.Object({ ...copyOfMailbox, folder: Id, expiresAt: Instant }, closed),
  private: null,
});

/** The end of one mailbox's copy, where the account keeps for less; the other holders keep theirs. */
export const MessageCopyExpired = defineEvent({
  type: 'MessageCopyExpired',
  version: 1,
  data: Type.Object({ ...copyOfMailbox, folder: Id, unread: Type.Boolean() }, closed),
  private: null,
});

/** The end of the message: every copy left, its content and its key. */
export const MessageExpired = defineEvent({
  type: 'MessageExpired',
  version: 1,
  data: Type.Object(
    {
      reason: Type.Union([Type.Literal('retention'), Type.Literal('last-copy-deleted')]),
      /** The copies that there still were. */
      copies: Type.Array(EndedCopy, { maxItems: 1001 }),
      /** Every mailbox that ever held a copy: what their timelines show ends here. */
      mailboxes: Type.Array(Id, { maxItems: 1001 }),
    },
    closed,
  ),
  private: null,
});

/** What {@link MessageExpired} ordered is done: the key is destroyed, and the contents that no other message has. */
export const MessageShredded = defineEvent({
  type: 'MessageShredded',
  version: 1,
  data: Type.Object({}, closed),
  private: null,
});

export const messageEvents = [
  MessageSealed,
  MessageSent,
  MessageDelivered,
  MessageOpened,
  MessageMarkedUnread,
  MessageExported,
  MessageTaken,
  MessageReleased,
  MessageMoved,
  MessageDeleted,
  MessageRestored,
  MessageDeletedForever,
  MessageRetentionShortened,
  MessageCopyExpired,
  MessageExpired,
  MessageShredded,
] as const;

export type MessageSealed = EventOf<typeof MessageSealed>;
export type MessageTaken = EventOf<typeof MessageTaken>;
export type MessageEvent = EventOf<(typeof messageEvents)[number]>;
