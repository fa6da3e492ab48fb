import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from './event-definition.js';
import { IdentityForm } from './identity-form.js';
import { MailboxType } from './mailbox-type.js';
import { Address, closed, Day, Id, Name, Text } from './schemas.js';

/* The settings of an account (S2, S3, S6, S7, S10, S11), on its stream `mailbox-<uuid>`. */

/** The account's profile, whole: what the directory shows of it, unless it is on the liste rouge (S2, S3, E3). */
export const ProfileSaved = defineEvent({
  type: 'ProfileSaved',
  version: 1,
  data: Type.Object(
    {
      redList: Type.Boolean(),
      dematerialise: Type.Boolean(),
      /** Of the account: its entry in the directory follows from this event alone. */
      type: MailboxType,
    },
    closed,
  ),
  private: Type.Object({ form: IdentityForm, address: Address }, closed),
});

/** A signature was written, or changed (S6). */
export const SignatureSaved = defineEvent({
  type: 'SignatureSaved',
  version: 1,
  data: Type.Object({ signature: Id }, closed),
  private: Type.Object(
    {
      name: Name,
      /** Made safe; at most 64 KiB as UTF-8. */
      html: Type.String({ maxLength: 65_536 }),
    },
    closed,
  ),
});

export const SignatureRemoved = defineEvent({
  type: 'SignatureRemoved',
  version: 1,
  data: Type.Object({ signature: Id }, closed),
  private: null,
});

/** Of what the account is told by mail, and where (S7, A5). Before it: of everything. */
export const NotificationsSet = defineEvent({
  type: 'NotificationsSet',
  version: 1,
  data: Type.Object(
    {
      received: Type.Boolean(),
      opened: Type.Boolean(),
      deleted: Type.Boolean(),
      expiring: Type.Boolean(),
      failed: Type.Boolean(),
    },
    closed,
  ),
  /** Null: the account has no address for them, and gets none. */
  private: Type.Object({ address: Type.Union([Address, Type.Null()]) }, closed),
});

/** The automatic reply (S10). */
export const AutoReplySet = defineEvent({
  type: 'AutoReplySet',
  version: 1,
  data: Type.Object(
    {
      enabled: Type.Boolean(),
      /** The first day in Paris on which it answers; null: from now on. */
      from: Type.Union([Day, Type.Null()]),
      /** The last one, it included; null: until it is switched off. */
      to: Type.Union([Day, Type.Null()]),
    },
    closed,
  ),
  private: Type.Object({ text: Text(10_000) }, closed),
});

/** The structure that administers the account, and whom to ask there (S11). */
export const ManagerSet = defineEvent({
  type: 'ManagerSet',
  version: 1,
  data: Type.Object({}, closed),
  private: Type.Object(
    {
      name: Name,
      administrators: Type.Array(Type.Object({ name: Name, email: Text(254), phone: Text(40) }, closed), {
        maxItems: 20,
      }),
    },
    closed,
  ),
});

export const settingsEvents = [
  ProfileSaved,
  SignatureSaved,
  SignatureRemoved,
  NotificationsSet,
  AutoReplySet,
  ManagerSet,
] as const;

export type ProfileSaved = EventOf<typeof ProfileSaved>;
export type SignatureSaved = EventOf<typeof SignatureSaved>;
export type NotificationsSet = EventOf<typeof NotificationsSet>;
export type AutoReplySet = EventOf<typeof AutoReplySet>;
export type ManagerSet = EventOf<typeof ManagerSet>;
export type SettingsEvent = EventOf<(typeof settingsEvents)[number]>;
