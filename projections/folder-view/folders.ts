import { defaultFolders, type FolderDocument } from '../../src/contracts/documents/folder-view.documents.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection } from '../engine/define-projection.js';
import { folderRef } from './refs.js';

interface Place {
  readonly mailbox: string;
  readonly folder: string;
}

/**
 * Counts come from the streams of messages, the folder from that of its mailbox: whichever is read first makes the
 * document. A folder that holds messages is shown whatever is known of it: no message is ever invisible.
 */
function count(document: FolderDocument | null, place: Place, total: number, unread: number): FolderDocument {
  const folder = document ?? newFolder(place);
  return shown({ ...folder, total: folder.total + total, unread: folder.unread + unread });
}

const newFolder = ({ mailbox, folder }: Place): FolderDocument => ({
  mailbox,
  folder,
  role: null,
  name: '',
  parent: null,
  total: 0,
  unread: 0,
  created: false,
  deleted: false,
  deletedBy: null,
  listed: false,
  holdsStrays: false,
});

const shown = (folder: FolderDocument): FolderDocument => ({
  ...folder,
  listed: (folder.created && !folder.deleted) || folder.total > 0,
  holdsStrays: folder.deleted && folder.total > 0,
});

const inDrafts = ({ mailbox }: Pick<Place, 'mailbox'>): Place => ({ mailbox, folder: 'drafts' });

interface Change {
  readonly mailbox: string;
  readonly from: string;
  readonly to: string;
  readonly unread: boolean;
}

function move(document: FolderDocument | null, id: string, change: Change): FolderDocument | null {
  if (change.from === change.to) return document;
  const { mailbox } = change;
  const unread = change.unread ? 1 : 0;
  return folderRef(mailbox, change.to).id === id
    ? count(document, { mailbox, folder: change.to }, 1, unread)
    : count(document, { mailbox, folder: change.from }, -1, -unread);
}

export const folders = defineCollection<FolderDocument>(
  [
    {
      name: 'listed',
      key: { mailbox: 1, listed: 1 },
      why: 'the folders of a mailbox with their counts, however many were deleted',
    },
    {
      name: 'strays',
      key: { holdsStrays: 1, _id: 1 },
      why: 'the housekeeping: deleted folders that still hold messages',
    },
  ],
  {
    FolderCreated: ({ event: { data, private: texts }, stream }, document) =>
      shown({
        ...(document ?? newFolder({ mailbox: idOfStream(stream), folder: data.folder })),
        role: data.role,
        name: data.role === null ? (texts?.name ?? '') : defaultFolders[data.role],
        parent: data.parent,
        created: true,
      }),
    FolderRenamed: ({ event }, document) => document && { ...document, name: event.private?.name ?? '' },
    FolderMoved: ({ event }, document) => document && { ...document, parent: event.data.parent },
    FolderDeleted: ({ metadata }, document) =>
      document && shown({ ...document, deleted: true, deletedBy: metadata.actor }),
    // The first saving alone: it is one draft.
    DraftSaved: ({ event }, document) => count(document, inDrafts(event.data), 1, 0),
    DraftDiscarded: ({ event }, document) => count(document, inDrafts(event.data), -1, 0),
    DraftSent: ({ event }, document) => count(document, inDrafts(event.data), -1, 0),
    DraftExpired: ({ event }, document) => count(document, inDrafts(event.data), -1, 0),
    MessageSent: ({ event }, document) => count(document, event.data, 1, 0),
    MessageDelivered: ({ event }, document) => count(document, event.data, 1, 1),
    MessageOpened: ({ event }, document) => count(document, event.data, 0, -1),
    MessageMarkedUnread: ({ event }, document) => count(document, event.data, 0, 1),
    MessageMoved: ({ event }, document, id) => move(document, id, event.data),
    MessageDeleted: ({ event }, document, id) => move(document, id, event.data),
    MessageRestored: ({ event }, document, id) => move(document, id, event.data),
    MessageDeletedForever: ({ event: { data } }, document) => count(document, data, -1, data.unread ? -1 : 0),
    MessageCopyExpired: ({ event: { data } }, document) => count(document, data, -1, data.unread ? -1 : 0),
    MessageExpired: ({ event }, document, id) => {
      // A mailbox that is sender and recipient may have both copies in one folder.
      const here = event.data.copies.filter((copy) => folderRef(copy.mailbox, copy.folder).id === id);
      return here.reduce((folder, copy) => count(folder, copy, -1, copy.unread ? -1 : 0), document);
    },
  },
);
