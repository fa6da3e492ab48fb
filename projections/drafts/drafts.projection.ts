import { type DraftDocument } from '../../src/contracts/documents/draft.documents.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection, defineProjection } from '../engine/define-projection.js';
import { type DocumentRef } from '../engine/projection.js';

const ref = (id: string): DocumentRef => ({ collection: 'drafts', id });
const ofStream = ({ stream }: { readonly stream: string }): readonly DocumentRef[] => [
  ref(idOfStream(stream)),
];

/** « Brouillons » (D7). Also follows the sealing: who has sent does not see the draft any more, whoever ends it. */
export const drafts = defineProjection({
  name: 'drafts',
  version: 1,
  prefixes: ['draft-', 'message-'],
  ends: ({ event }) =>
    event.type === 'DraftDiscarded' || event.type === 'DraftSent' || event.type === 'DraftExpired',
  touches: {
    DraftSaved: ofStream,
    DraftDiscarded: ofStream,
    DraftSent: ofStream,
    DraftExpired: ofStream,
    MessageSealed: ({ event }) => (event.data.draft === undefined ? [] : [ref(event.data.draft)]),
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
        // A sender can name any draft: only its own ends by it.
        MessageSealed: ({ event }, draft) => (draft?.mailbox === event.data.sender ? null : draft),
      },
    ),
  },
});
