import { idOfStream } from '../../src/contracts/events/streams.js';
import { type Handlers } from '../engine/handlers.js';
import { type DocumentRef } from '../engine/projection.js';
import { copyRef, envelopeRef, folderRef } from './refs.js';

interface Change {
  readonly mailbox: string;
  readonly copy: string;
  readonly from: string;
  readonly to: string;
}

function changedFolder(change: Change): readonly DocumentRef[] {
  const copy = copyRef(change);
  const from = folderRef(change.mailbox, change.from);
  return change.from === change.to ? [copy, from] : [copy, from, folderRef(change.mailbox, change.to)];
}

const drafts = ({ mailbox }: { readonly mailbox: string }): readonly DocumentRef[] => [
  folderRef(mailbox, 'drafts'),
];

function folderOf(recorded: {
  readonly event: { readonly data: { readonly folder: string } };
  readonly stream: string;
}): readonly DocumentRef[] {
  return [folderRef(idOfStream(recorded.stream), recorded.event.data.folder)];
}

export const touches: Handlers<readonly [], readonly DocumentRef[]> = {
  FolderCreated: folderOf,
  FolderRenamed: folderOf,
  FolderMoved: folderOf,
  FolderDeleted: folderOf,
  DraftSaved: ({ event: { data } }) => (data.first ? drafts(data) : []),
  DraftDiscarded: ({ event }) => drafts(event.data),
  DraftSent: ({ event }) => drafts(event.data),
  DraftExpired: ({ event }) => drafts(event.data),
  MessageSealed: ({ event, stream }) => [
    envelopeRef(idOfStream(stream)),
    ...event.data.holders.map((holder) => copyRef(holder)),
  ],
  MessageSent: ({ event: { data } }) => [copyRef(data), folderRef(data.mailbox, data.folder)],
  MessageDelivered: ({ event: { data } }) => [copyRef(data), folderRef(data.mailbox, data.folder)],
  MessageOpened: ({ event: { data } }) => {
    const refs = [copyRef(data)];
    if (data.unreadBefore) refs.push(folderRef(data.mailbox, data.folder));
    if (data.firstOfMailbox && data.role === 'recipient' && data.senderCopy !== null) {
      refs.push(copyRef(data.senderCopy));
    }
    return refs;
  },
  MessageMarkedUnread: ({ event: { data } }) => [copyRef(data), folderRef(data.mailbox, data.folder)],
  MessageTaken: ({ event }) => [copyRef(event.data)],
  MessageReleased: ({ event }) => [copyRef(event.data)],
  MessageMoved: ({ event }) => changedFolder(event.data),
  MessageDeleted: ({ event }) => changedFolder(event.data),
  MessageRestored: ({ event }) => changedFolder(event.data),
  MessageDeletedForever: ({ event: { data } }) => [copyRef(data), folderRef(data.mailbox, data.folder)],
  MessageRetentionShortened: ({ event }) => [copyRef(event.data)],
  MessageCopyExpired: ({ event: { data } }) => [copyRef(data), folderRef(data.mailbox, data.folder)],
  MessageExpired: ({ event, stream }) => {
    const folders = new Map<string, DocumentRef>();
    for (const copy of event.data.copies) {
      const ref = folderRef(copy.mailbox, copy.folder);
      folders.set(ref.id, ref);
    }
    return [
      envelopeRef(idOfStream(stream)),
      ...event.data.copies.map((copy) => copyRef(copy)),
      ...folders.values(),
    ];
  },
};
