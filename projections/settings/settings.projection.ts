import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineProjection } from '../engine/define-projection.js';
import { type DocumentRef } from '../engine/projection.js';
import { accessChanges } from './access-changes.js';
import { mailboxSettings } from './mailbox-settings.js';
import { signatures } from './signatures.js';

const access = ({ stream }: { readonly stream: string }): readonly DocumentRef[] => [
  { collection: 'access', id: idOfStream(stream) },
];

const mailbox = ({ stream }: { readonly stream: string }): readonly DocumentRef[] => [
  { collection: 'mailboxes', id: idOfStream(stream) },
];

const signature = (event: {
  readonly stream: string;
  readonly event: { readonly data: { readonly signature: string } };
}): readonly DocumentRef[] => [
  { collection: 'signatures', id: `${idOfStream(event.stream)}/${event.event.data.signature}` },
];

/** What the settings pages of an account show (S2 to S11). */
export const settings = defineProjection({
  name: 'settings',
  version: 2,
  prefixes: ['mailbox-'],
  oneStreamPerDocument: true,
  touches: {
    AccessGranted: access,
    AccessWithdrawn: access,
    MailboxRegistered: mailbox,
    ProfileSaved: mailbox,
    DelegateAdded: mailbox,
    DelegateRemoved: mailbox,
    NotificationsSet: mailbox,
    AutoReplySet: mailbox,
    CorrespondenceSet: mailbox,
    CorrespondenceRemoved: mailbox,
    ManagerSet: mailbox,
    SignatureSaved: signature,
    SignatureRemoved: signature,
  },
  collections: { access: accessChanges, mailboxes: mailboxSettings, signatures },
});
