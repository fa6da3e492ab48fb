import { type IdentityForm } from '../contracts/events/identity-form.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import {
  type AutoReplySet,
  type ManagerSet,
  type NotificationsSet,
  type SettingsEvent,
  type SignatureSaved,
} from '../contracts/events/settings.events.js';

/** What an account is set to. Null: never set, or the account's key is destroyed. */
export interface MailboxSettings {
  readonly profile: IdentityForm | null;
  readonly signatures: ReadonlyMap<string, NonNullable<SignatureSaved['private']>>;
  readonly notifications: (NotificationsSet['data'] & NonNullable<NotificationsSet['private']>) | null;
  readonly autoReply: (AutoReplySet['data'] & NonNullable<AutoReplySet['private']>) | null;
  readonly manager: ManagerSet['private'];
}

export const noSettings: MailboxSettings = {
  profile: null,
  signatures: new Map(),
  notifications: null,
  autoReply: null,
  manager: null,
};

export function settingsAfter(settings: MailboxSettings, event: SettingsEvent): MailboxSettings {
  switch (event.type) {
    case 'ProfileSaved':
      return { ...settings, profile: event.private?.form ?? null };
    case 'SignatureSaved':
    case 'SignatureRemoved':
      return { ...settings, signatures: signaturesAfter(settings.signatures, event) };
    case 'NotificationsSet':
      return { ...settings, notifications: event.private && { ...event.data, ...event.private } };
    case 'AutoReplySet':
      return { ...settings, autoReply: event.private && { ...event.data, ...event.private } };
    case 'ManagerSet':
      return { ...settings, manager: event.private };
  }
}

function signaturesAfter(
  signatures: MailboxSettings['signatures'],
  event: Extract<MailboxEvent, { readonly type: 'SignatureSaved' | 'SignatureRemoved' }>,
): MailboxSettings['signatures'] {
  const after = new Map(signatures);
  if (event.type === 'SignatureSaved' && event.private !== null) {
    return after.set(event.data.signature, event.private);
  }
  after.delete(event.data.signature);
  return after;
}
