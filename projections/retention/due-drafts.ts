import { type DueDraftDocument } from '../../src/contracts/documents/retention.documents.js';
import { type EventMetadata } from '../../src/contracts/events/event-definition.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection } from '../engine/define-projection.js';

const ended = (
  { metadata }: { readonly metadata: EventMetadata },
  document: DueDraftDocument | null,
): DueDraftDocument | null => document && { ...document, endedAt: metadata.at };

export const dueDrafts = defineCollection<DueDraftDocument>(
  [
    { name: 'due', key: { dueAt: 1, _id: 1 }, why: 'the sweeper: what is due now, oldest first' },
    {
      name: 'mailbox',
      key: { mailbox: 1, savedAt: 1, _id: 1 },
      why: 'the sweeper: all drafts of an account that keeps for less from now on',
    },
    {
      name: 'ended',
      key: { endedAt: 1 },
      sparse: true,
      why: 'the housekeeping: ends of drafts that were cut short, oldest first',
    },
  ],
  {
    // A draft that has ended is saved no more.
    DraftSaved: ({ event: { data }, stream }) => ({
      draft: idOfStream(stream),
      mailbox: data.mailbox,
      savedAt: data.savedAt,
      dueAt: data.expiresAt,
    }),
    DraftRetentionShortened: ({ event: { data } }, draft) => draft && { ...draft, dueAt: data.expiresAt },
    DraftDiscarded: ended,
    DraftSent: ended,
    DraftExpired: ended,
    DraftShredded: () => null,
  },
);
