import { type MailboxDocument } from '../../src/contracts/documents/read-model.documents.js';
import { defineCollection } from '../engine/define-projection.js';

export const mailboxes = defineCollection<MailboxDocument>(
  [
    { name: 'users', key: { users: 1, _id: 1 }, why: 'the accounts that a person may use (A4, B4)' },
    { name: 'address', key: { address: 1 }, why: 'the account that a recipient’s address names (D2)' },
    {
      name: 'correspondence',
      key: { 'correspondences.address': 1 },
      why: 'the account that a correspondence address names (D2, X2)',
    },
  ],
  {
    MailboxRegistered: ({ event: { data, private: texts } }) => ({
      type: data.type,
      owner: data.owner,
      address: texts?.address ?? '',
      label: texts?.label ?? '',
      users: data.owner === null ? [] : [data.owner],
      correspondences: [],
    }),
    AccessGranted: ({ event }, mailbox) =>
      mailbox && { ...mailbox, users: [...new Set([...mailbox.users, event.data.person])] },
    AccessWithdrawn: ({ event: { data } }, mailbox) =>
      mailbox && {
        ...mailbox,
        users: mailbox.users.filter((user) => user !== data.person || user === mailbox.owner),
      },
    CorrespondenceSet: ({ event: { data, private: texts } }, mailbox) =>
      mailbox && {
        ...mailbox,
        correspondences: [
          ...mailbox.correspondences.filter(({ kind }) => kind !== data.kind),
          { kind: data.kind, address: texts?.address ?? '' },
        ],
      },
    CorrespondenceRemoved: ({ event: { data } }, mailbox) =>
      mailbox && {
        ...mailbox,
        correspondences: mailbox.correspondences.filter(({ kind }) => kind !== data.kind),
      },
  },
);
