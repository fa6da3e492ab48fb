import { type MailboxSettingsDocument } from '../../src/contracts/documents/settings.documents.js';
import { noAutoReply } from '../../src/contracts/settings/auto-reply.js';
import { defaultNotifications } from '../../src/contracts/settings/notification-settings.js';
import { parisDay } from '../../src/platform/time/paris-day.js';
import { defineCollection } from '../engine/define-projection.js';

export const mailboxSettings = defineCollection<MailboxSettingsDocument>([], {
  MailboxRegistered: () => ({
    profile: null,
    delegates: [],
    notifications: defaultNotifications,
    autoReply: noAutoReply,
    correspondences: [],
    manager: null,
  }),
  ProfileSaved: ({ event: { private: texts } }, mailbox) =>
    mailbox && { ...mailbox, profile: texts?.form ?? null },
  DelegateAdded: ({ event: { data }, metadata }, mailbox) =>
    mailbox && {
      ...mailbox,
      delegates: [
        ...mailbox.delegates.filter(({ delegation }) => delegation !== data.delegation),
        { delegation: data.delegation, mailbox: data.delegate, since: metadata.at },
      ],
    },
  DelegateRemoved: ({ event: { data } }, mailbox) =>
    mailbox && {
      ...mailbox,
      delegates: mailbox.delegates.filter(({ delegation }) => delegation !== data.delegation),
    },
  NotificationsSet: ({ event: { data, private: texts } }, mailbox) =>
    mailbox && { ...mailbox, notifications: { ...data, address: texts?.address ?? null } },
  AutoReplySet: ({ event: { data, private: texts } }, mailbox) =>
    mailbox && { ...mailbox, autoReply: { ...data, text: texts?.text ?? '' } },
  CorrespondenceSet: ({ event: { data, private: texts }, metadata }, mailbox) =>
    mailbox && {
      ...mailbox,
      correspondences: [
        ...mailbox.correspondences.filter(({ kind }) => kind !== data.kind),
        {
          kind: data.kind,
          address: texts?.address ?? '',
          state: data.state ?? 'active',
          since: data.since ?? parisDay(new Date(metadata.at)),
          details: texts?.details ?? '',
        },
      ],
    },
  CorrespondenceRemoved: ({ event: { data } }, mailbox) =>
    mailbox && {
      ...mailbox,
      correspondences: mailbox.correspondences.filter(({ kind }) => kind !== data.kind),
    },
  ManagerSet: ({ event: { private: manager } }, mailbox) => mailbox && { ...mailbox, manager },
});
