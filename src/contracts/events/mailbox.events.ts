import { type Static, Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from './event-definition.js';
import { folderEvents } from './folder.events.js';
import { MailboxType } from './mailbox-type.js';
import { Address, closed, Day, FolderRole, Id, Name, Text } from './schemas.js';
import { settingsEvents } from './settings.events.js';

/* Stream `mailbox-<uuid>`: an account. Its `private` parts are under the key `mailbox:<uuid>`. */

export { MailboxType };

export const CorrespondenceKind = Type.Union([Type.Literal('mssante'), Type.Literal('apicrypt')]);
export type CorrespondenceKind = Static<typeof CorrespondenceKind>;

export const CorrespondenceState = Type.Union([
  Type.Literal('active'),
  Type.Literal('pending'),
  Type.Literal('suspended'),
]);
export type CorrespondenceState = Static<typeof CorrespondenceState>;

export const MailboxRegistered = defineEvent({
  type: 'MailboxRegistered',
  version: 1,
  data: Type.Object(
    {
      type: MailboxType,
      /** The person whose own account it is; null for ORG and APP. */
      owner: Type.Union([Id, Type.Null()]),
    },
    closed,
  ),
  private: Type.Object({ address: Address, label: Name }, closed),
});

/** The four default folders come with the registration (their `folder` is their role, their name is not stored). */
export const FolderCreated = defineEvent({
  type: 'FolderCreated',
  version: 1,
  data: Type.Object(
    { folder: Id, role: Type.Union([FolderRole, Type.Null()]), parent: Type.Union([Id, Type.Null()]) },
    closed,
  ),
  private: Type.Object({ name: Name }, closed),
});

export const DelegateAdded = defineEvent({
  type: 'DelegateAdded',
  version: 1,
  data: Type.Object({ delegation: Id, delegate: Id }, closed),
  private: null,
});

export const DelegateRemoved = defineEvent({
  type: 'DelegateRemoved',
  version: 1,
  data: Type.Object({ delegation: Id, delegate: Id }, closed),
  private: null,
});

export const AccessGranted = defineEvent({
  type: 'AccessGranted',
  version: 1,
  data: Type.Object({ grant: Id, person: Id }, closed),
  private: null,
});

export const AccessWithdrawn = defineEvent({
  type: 'AccessWithdrawn',
  version: 1,
  data: Type.Object({ grant: Id, person: Id }, closed),
  private: null,
});

export const CorrespondenceSet = defineEvent({
  type: 'CorrespondenceSet',
  version: 1,
  data: Type.Object(
    {
      kind: CorrespondenceKind,
      /** Absent: active. */
      state: Type.Optional(CorrespondenceState),
      /** Since when it is in that state; absent: since the day of the event. */
      since: Type.Optional(Day),
    },
    closed,
  ),
  private: Type.Object({ address: Address, details: Type.Optional(Text(2_000)) }, closed),
});

export const CorrespondenceRemoved = defineEvent({
  type: 'CorrespondenceRemoved',
  version: 1,
  data: Type.Object({ kind: CorrespondenceKind }, closed),
  private: null,
});

/**
 * The account keeps its messages for so many days from their sealing, which is less than the law of the product;
 * null: for as long as that. Due dates that a copy has already only ever come nearer.
 */
export const RetentionSet = defineEvent({
  type: 'RetentionSet',
  version: 1,
  data: Type.Object({ days: Type.Union([Type.Integer({ minimum: 1, maximum: 89 }), Type.Null()]) }, closed),
  private: null,
});

/** {@link RetentionSet} holds for every copy that the account had before it, too. */
export const RetentionApplied = defineEvent({
  type: 'RetentionApplied',
  version: 1,
  data: Type.Object({ days: Type.Integer({ minimum: 1, maximum: 89 }) }, closed),
  private: null,
});

export const mailboxEvents = [
  MailboxRegistered,
  FolderCreated,
  ...folderEvents,
  DelegateAdded,
  DelegateRemoved,
  AccessGranted,
  AccessWithdrawn,
  CorrespondenceSet,
  CorrespondenceRemoved,
  RetentionSet,
  RetentionApplied,
  ...settingsEvents,
] as const;

export type MailboxEvent = EventOf<(typeof mailboxEvents)[number]>;
