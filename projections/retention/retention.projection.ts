import { type DueDocument } from '../../src/contracts/documents/read-model.documents.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection, defineProjection } from '../engine/define-projection.js';
import { endsOfMessages } from '../engine/ends-of-messages.js';
import { type DocumentRef } from '../engine/projection.js';

const ref = ({ stream }: { readonly stream: string }): readonly DocumentRef[] => [
  { collection: 'due', id: idOfStream(stream) },
];

/** When each message must be gone (R1). */
export const retention = defineProjection({
  name: 'retention',
  version: 1,
  prefixes: ['message-'],
  ends: endsOfMessages,
  oneStreamPerDocument: true,
  touches: { MessageSealed: ref, MessageExpired: ref },
  collections: {
    due: defineCollection<DueDocument>(
      [{ name: 'expiry', key: { expiresAt: 1, _id: 1 }, why: 'the sweeper: what is due now, oldest first' }],
      {
        MessageSealed: ({ event, stream }) => ({
          message: idOfStream(stream),
          expiresAt: event.data.expiresAt,
        }),
        MessageExpired: () => null,
      },
    ),
  },
});
