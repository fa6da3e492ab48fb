import { type DueDocument } from '../../src/contracts/documents/read-model.documents.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection, defineProjection } from '../engine/define-projection.js';
import { type DocumentRef } from '../engine/projection.js';

const ref = ({ stream }: { readonly stream: string }): readonly DocumentRef[] => [
  { collection: 'due', id: idOfStream(stream) },
];

/** When each message must be gone, until nothing is left of it (R1). */
export const retention = defineProjection({
  name: 'retention',
  version: 2,
  prefixes: ['message-'],
  ends: ({ event }) => event.type === 'MessageShredded',
  oneStreamPerDocument: true,
  touches: { MessageSealed: ref, MessageExpired: ref, MessageShredded: ref },
  collections: {
    due: defineCollection<DueDocument>(
      [
        { name: 'expiry', key: { expiresAt: 1, _id: 1 }, why: 'the sweeper: what is due now, oldest first' },
        {
          name: 'ended',
          key: { endedAt: 1 },
          sparse: true,
          why: 'the housekeeping: ends of messages that were cut short, oldest first',
        },
      ],
      {
        MessageSealed: ({ event, stream }) => ({
          message: idOfStream(stream),
          expiresAt: event.data.expiresAt,
        }),
        MessageExpired: ({ metadata }, document) =>
          document === null ? null : { ...document, endedAt: metadata.at },
        MessageShredded: () => null,
      },
    ),
  },
});
