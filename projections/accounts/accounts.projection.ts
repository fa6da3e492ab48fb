import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineProjection } from '../engine/define-projection.js';
import { type DocumentRef } from '../engine/projection.js';
import { mailboxes } from './mailboxes.js';
import { persons } from './persons.js';

interface OnStream {
  readonly stream: string;
}

const mailbox = ({ stream }: OnStream): readonly DocumentRef[] => [
  { collection: 'mailboxes', id: idOfStream(stream) },
];
const person = ({ stream }: OnStream): readonly DocumentRef[] => [
  { collection: 'persons', id: idOfStream(stream) },
];

/** Accounts with who may use them, and people (A2 to A4, B4, S8, S9, S13). */
export const accounts = defineProjection({
  name: 'accounts',
  version: 1,
  prefixes: ['mailbox-', 'person-'],
  oneStreamPerDocument: true,
  touches: {
    MailboxRegistered: mailbox,
    AccessGranted: mailbox,
    AccessWithdrawn: mailbox,
    CorrespondenceSet: mailbox,
    CorrespondenceRemoved: mailbox,
    PersonRegistered: person,
    TermsAccepted: person,
    IdentityValidated: person,
  },
  collections: { mailboxes, persons },
});
