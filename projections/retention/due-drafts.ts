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
      name: 'ended',
      key: { endedAt: 1 },
      sparse: true,
      why: 'the housekeeping: ends of drafts that were cut short, oldest first',
    },
  ],
  {
    // A draft that has ended is saved no more.
    DraftSaved: ({ event: { data }, stream }) => ({ draft: idOfStream(stream), dueAt: data.expiresAt }),
    DraftDiscarded: ended,
    DraftSent: ended,
    DraftExpired: ended,
    DraftShredded: () => null,
  },
);
