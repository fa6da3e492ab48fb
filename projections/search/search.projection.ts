import { defineProjection } from '../engine/define-projection.js';
import { endsOfMessages } from '../engine/ends-of-messages.js';
import { entries } from './entries.js';
import { entryRef } from './refs.js';

/** What the lists are searched by (C5), apart from what they show: words would make every line heavier. */
export const search = defineProjection({
  name: 'search',
  version: 1,
  prefixes: ['message-'],
  ends: endsOfMessages,
  oneStreamPerDocument: true,
  collections: { entries },
  touches: {
    MessageSealed: ({ event }) => event.data.holders.map(entryRef),
    MessageSent: ({ event }) => [entryRef(event.data)],
    MessageDelivered: ({ event }) => [entryRef(event.data)],
    MessageMoved: ({ event }) => [entryRef(event.data)],
    MessageDeleted: ({ event }) => [entryRef(event.data)],
    MessageRestored: ({ event }) => [entryRef(event.data)],
    MessageDeletedForever: ({ event }) => [entryRef(event.data)],
    MessageCopyExpired: ({ event }) => [entryRef(event.data)],
    MessageExpired: ({ event }) => event.data.copies.map(entryRef),
  },
});
