import { type ShorteningDocument } from '../../src/contracts/documents/retention.documents.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection } from '../engine/define-projection.js';

export const shortenings = defineCollection<ShorteningDocument>(
  [
    {
      name: 'set',
      key: { setAt: 1, _id: 1 },
      why: 'the sweeper: accounts whose shorter retention is not applied to all copies of before yet',
    },
  ],
  {
    RetentionSet: ({ event: { data }, stream, revision, metadata }) =>
      data.days === null
        ? null
        : { mailbox: idOfStream(stream), days: data.days, setAt: metadata.at, revision },
    RetentionApplied: () => null,
  },
);
