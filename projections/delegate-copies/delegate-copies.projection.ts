import { type DelegateCopyDocument } from '../../src/contracts/documents/read-model.documents.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection, defineProjection } from '../engine/define-projection.js';
import { endsOfMessages } from '../engine/ends-of-messages.js';
import { type DocumentRef } from '../engine/projection.js';

const ref = (of: { readonly mailbox: string; readonly copy: string }): DocumentRef => ({
  collection: 'delegate-copies',
  id: `${of.mailbox}/${of.copy}`,
});

/** Which copies went to delegates, and whose delegates they are (S4, S5). */
export const delegateCopies = defineProjection({
  name: 'delegate-copies',
  version: 1,
  prefixes: ['message-'],
  ends: endsOfMessages,
  oneStreamPerDocument: true,
  touches: {
    MessageDelivered: ({ event: { data } }) => (data.role === 'delegate' ? [ref(data)] : []),
    MessageDeletedForever: ({ event }) => [ref(event.data)],
    MessageCopyExpired: ({ event }) => [ref(event.data)],
    MessageExpired: ({ event }) => event.data.copies.map((copy) => ref(copy)),
  },
  collections: {
    'delegate-copies': defineCollection<DelegateCopyDocument>(
      [
        {
          name: 'delegate',
          key: { mailbox: 1, deliveredAt: 1, _id: 1 },
          why: 'the copies that a mailbox got as a delegate, newest first',
        },
        {
          name: 'account',
          key: { copyOf: 1, deliveredAt: 1, _id: 1 },
          why: 'the copies of what an account received that its delegates hold, newest first',
        },
      ],
      {
        MessageDelivered: ({ event: { data }, stream, metadata }) => ({
          mailbox: data.mailbox,
          message: idOfStream(stream),
          copyOf: data.copyOf,
          deliveredAt: metadata.at,
        }),
        MessageDeletedForever: () => null,
        MessageCopyExpired: () => null,
        MessageExpired: () => null,
      },
    ),
  },
});
