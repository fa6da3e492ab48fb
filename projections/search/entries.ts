import { type SearchEntryDocument } from '../../src/contracts/documents/search.documents.js';
import { type RecordedEvent } from '../../src/contracts/events/event-definition.js';
import { type MessageSealed } from '../../src/contracts/events/message.events.js';
import { type HolderRole } from '../../src/contracts/events/schemas.js';
import { defineCollection } from '../engine/define-projection.js';
import { sortKeysOf } from '../folder-view/sort-key.js';
import { entryRef } from './refs.js';
import { wordsOf } from './words.js';

type Sealed = RecordedEvent<MessageSealed>;
type Shared = Omit<SearchEntryDocument, 'mailbox'>;

/** The same of every copy of a role: folded once for a message of many holders. */
const shared = new WeakMap<Sealed, Map<HolderRole, Shared>>();

function sharedOf(sealed: Sealed, role: HolderRole): Shared {
  const known = shared.get(sealed) ?? new Map<HolderRole, Shared>();
  shared.set(sealed, known);
  const entry = known.get(role) ?? newEntry(sealed, role);
  known.set(role, entry);
  return entry;
}

/** Where the key was destroyed before we read the event it is found by its date alone; MessageExpired then removes it. */
const newEntry = ({ event: { data, private: texts } }: Sealed, role: HolderRole): Shared => ({
  folder: null,
  filed: false,
  sentAt: data.sealedAt,
  ...sortKeysOf(texts),
  words: texts === null ? [] : wordsOf(texts, role),
});

function sealedEntry(sealed: Sealed, id: string): SearchEntryDocument | null {
  const holder = sealed.event.data.holders.find((one) => entryRef(one).id === id);
  return holder === undefined ? null : { mailbox: holder.mailbox, ...sharedOf(sealed, holder.role) };
}

const filedIn = (entry: SearchEntryDocument | null, folder: string): SearchEntryDocument | null =>
  entry && { ...entry, folder, filed: true };

export const entries = defineCollection<SearchEntryDocument>(
  [
    {
      name: 'words',
      key: { mailbox: 1, words: 1 },
      why: 'the messages that have a word with this beginning',
    },
    {
      name: 'folder-date',
      key: { mailbox: 1, folder: 1, sentAt: 1, _id: 1 },
      why: 'a search in a folder by date, or for dates',
    },
    {
      name: 'all-date',
      key: { mailbox: 1, filed: 1, sentAt: 1, _id: 1 },
      why: 'a search in all folders by date, or for dates',
    },
  ],
  {
    MessageSealed: (event, _entry, id) => sealedEntry(event, id),
    MessageSent: ({ event }, entry) => filedIn(entry, event.data.folder),
    MessageDelivered: ({ event }, entry) => filedIn(entry, event.data.folder),
    MessageMoved: ({ event }, entry) => filedIn(entry, event.data.to),
    MessageDeleted: ({ event }, entry) => filedIn(entry, event.data.to),
    MessageRestored: ({ event }, entry) => filedIn(entry, event.data.to),
    MessageDeletedForever: () => null,
    MessageCopyExpired: () => null,
    MessageExpired: () => null,
  },
);
