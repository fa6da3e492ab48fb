import { type DraftDocument } from '../../src/contracts/documents/draft.documents.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection, defineProjection } from '../engine/define-projection.js';
import { type DocumentRef } from '../engine/projection.js';

const ofStream = ({ stream }: { readonly stream: string }): readonly DocumentRef[] => [
  { collection: 'drafts', id: idOfStream(stream) },
];

/** « Brouillons » (D7). */
export const drafts = defineProjection({
  name: 'drafts',
  version: 1,
  prefixes: ['draft-'],
  oneStreamPerDocument: true,
  ends: ({ event }) =>
    event.type === 'DraftDiscarded' || event.type === 'DraftSent' || event.type === 'DraftExpired',
  touches: {
    DraftSaved: ofStream,
    DraftDiscarded: ofStream,
    DraftSent: ofStream,
    DraftExpired: ofStream,
    DraftRetentionShortened: ofStream,
  },
  collections: {
    drafts: defineCollection<DraftDocument>(
      [
        {
          name: 'mailbox',
          key: { mailbox: 1, savedAt: 1, _id: 1 },
          why: 'the drafts of a mailbox, newest first, from any line on; how many there are',
        },
      ],
      {
        DraftSaved: ({ event: { data, private: texts } }) => ({
          mailbox: data.mailbox,
          subject: texts?.subject ?? '',
          to: texts?.to ?? [],
          cc: texts?.cc ?? [],
          savedAt: data.savedAt,
          expiresAt: data.expiresAt,
          replyTo: data.replyTo ?? null,
          forwardOf: data.forwardOf ?? null,
        }),
        DraftDiscarded: () => null,
        DraftSent: () => null,
        DraftExpired: () => null,
        DraftRetentionShortened: ({ event: { data } }, draft) =>
          draft && { ...draft, expiresAt: data.expiresAt },
      },
    ),
  },
});
