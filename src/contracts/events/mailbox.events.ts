import { type Static, Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from './event-definition.js';
import { Address, closed, FolderRole, Id, Name } from './schemas.js';

/* Stream `mailbox-<uuid>`: an account. Its `private` parts are under the key `mailbox:<uuid>`. */

export const MailboxType = Type.Union([
  Type.Literal('MED'),
  Type.Literal('PER'),
  Type.Literal('INT'),
  Type.Literal('ORG'),
  Type.Literal('APP'),
]);
export type MailboxType = Static<typeof MailboxType>;

export const CorrespondenceKind = Type.Union([Type.Literal('mssante'), Type.Literal('apicrypt')]);
export type CorrespondenceKind = Static<typeof CorrespondenceKind>;

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
  data: Type.Object({ kind: CorrespondenceKind }, closed),
  private: Type.Object({ address: Address }, closed),
});

export const mailboxEvents = [
  MailboxRegistered,
  FolderCreated,
  DelegateAdded,
  DelegateRemoved,
  AccessGranted,
  AccessWithdrawn,
  CorrespondenceSet,
] as const;

export type MailboxEvent = EventOf<(typeof mailboxEvents)[number]>;
