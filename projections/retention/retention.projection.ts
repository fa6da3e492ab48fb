import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineProjection } from '../engine/define-projection.js';
import { endsOfMessages } from '../engine/ends-of-messages.js';
import { type DocumentRef } from '../engine/projection.js';
import { due } from './due.js';
import { dueDrafts } from './due-drafts.js';
import { shortenings } from './shortenings.js';

interface OnStream {
  readonly stream: string;
}

const ref =
  (collection: string) =>
  ({ stream }: OnStream): readonly DocumentRef[] => [{ collection, id: idOfStream(stream) }];

const message = ref('due');
const draft = ref('drafts');
const mailbox = ref('shortenings');

/** Most copies end with their message: only those that end before it concern us. */
const endsEarlier = (
  recorded: OnStream & { readonly event: { readonly data: { readonly expiresAt?: string } } },
): readonly DocumentRef[] => (recorded.event.data.expiresAt === undefined ? [] : message(recorded));

/** When each message, copy and draft must be gone, until nothing is left of it (R1, R2). */
export const retention = defineProjection({
  name: 'retention',
  version: 4,
  prefixes: ['message-', 'draft-', 'mailbox-'],
  ends: (recorded) =>
    endsOfMessages(recorded) ||
    recorded.event.type === 'MessageShredded' ||
    recorded.event.type === 'DraftShredded',
  oneStreamPerDocument: true,
  touches: {
    MessageSealed: message,
    MessageSent: endsEarlier,
    MessageDelivered: endsEarlier,
    MessageRetentionShortened: message,
    MessageCopyExpired: message,
    MessageDeletedForever: message,
    MessageExpired: message,
    MessageShredded: message,
    DraftSaved: draft,
    DraftDiscarded: draft,
    DraftSent: draft,
    DraftExpired: draft,
    DraftRetentionShortened: draft,
    DraftShredded: draft,
    RetentionSet: mailbox,
    RetentionApplied: mailbox,
  },
  collections: { due, drafts: dueDrafts, shortenings },
});
