import { type DirectoryEntryDocument } from '../../src/contracts/documents/directory.documents.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection, defineProjection } from '../engine/define-projection.js';
import { type DocumentRef } from '../engine/projection.js';
import { entryOf } from './entry-of.js';

const entry = ({ stream }: { readonly stream: string }): readonly DocumentRef[] => [
  { collection: 'entries', id: idOfStream(stream) },
];

/**
 * The Medimail directory (E3). A person's account is in it from its first profile on: before, nobody has asked them
 * about the liste rouge. An organisational or applicative account is in it from its registration on.
 */
export const directory = defineProjection({
  name: 'directory',
  version: 1,
  prefixes: ['mailbox-'],
  oneStreamPerDocument: true,
  touches: { MailboxRegistered: entry, ProfileSaved: entry },
  ends: ({ event }) => event.type === 'ProfileSaved' && event.data.redList,
  collections: {
    entries: defineCollection<DirectoryEntryDocument>(
      [
        { name: 'who', key: { whoWords: 1, _id: 1 }, why: 'accounts by the words of their names (E3)' },
        { name: 'activity', key: { activityWords: 1, _id: 1 }, why: 'accounts by what they do (E3)' },
        { name: 'where', key: { whereWords: 1, _id: 1 }, why: 'accounts by their place (E3)' },
      ],
      {
        MailboxRegistered: ({ event: { data, private: texts } }) =>
          data.owner === null && texts !== null
            ? entryOf({
                type: data.type,
                address: texts.address,
                form: { lastName: texts.label, firstName: '' },
              })
            : null,
        ProfileSaved: ({ event: { data, private: texts } }) =>
          data.redList || texts === null ? null : entryOf({ type: data.type, ...texts }),
      },
    ),
  },
});
