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
 * document. Until FolderCreated its name is '', and it is not shown.
 */
function count(document: FolderDocument | null, place: Place, total: number, unread: number): FolderDocument {
  const folder = document ?? {
    mailbox: place.mailbox,
    folder: place.folder,
    role: null,
    name: '',
    parent: null,
    total: 0,
    unread: 0,
  };
  return { ...folder, total: folder.total + total, unread: folder.unread + unread };
}

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
  [{ name: 'mailbox', key: { mailbox: 1 }, why: 'the folders of a mailbox with their counts' }],
  {
    FolderCreated: ({ event: { data, private: texts }, stream }, document) => ({
      ...count(document, { mailbox: idOfStream(stream), folder: data.folder }, 0, 0),
      role: data.role,
      name: data.role === null ? (texts?.name ?? '') : defaultFolders[data.role],
      parent: data.parent,
    }),
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
