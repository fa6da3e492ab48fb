import { defaultFolders } from '../contracts/documents/folder-view.documents.js';
import { type EventOf } from '../contracts/events/event-definition.js';
import {
  type FolderDeleted,
  type FolderMoved,
  type FolderRenamed,
} from '../contracts/events/folder.events.js';
import { type FolderCreated } from '../contracts/events/mailbox.events.js';
import { type FolderRole } from '../contracts/events/schemas.js';

export interface Folder {
  /** Null for those that the mailbox made itself. */
  readonly role: FolderRole | null;
  readonly parent: string | null;
  /** Null once the mailbox's key is destroyed; a default folder's never is. */
  readonly name: string | null;
}

export interface Folders {
  readonly folders: ReadonlyMap<string, Folder>;
  /** Deleted folder → where its messages go: a folder, or null for inbox and sent. */
  readonly deletedFolders: ReadonlyMap<string, string | null>;
}

type FolderEvent = EventOf<
  typeof FolderCreated | typeof FolderRenamed | typeof FolderMoved | typeof FolderDeleted
>;

/** How the folders of a mailbox follow from its events. */
export function foldersAfter({ folders, deletedFolders }: Folders, event: FolderEvent): Folders {
  const { folder: id } = event.data;
  const folder = folders.get(id);
  if (event.type === 'FolderCreated') {
    const { role, parent } = event.data;
    const name = role === null ? (event.private?.name ?? null) : defaultFolders[role];
    return { folders: new Map(folders).set(id, { role, parent, name }), deletedFolders };
  }
  if (folder === undefined) return { folders, deletedFolders };
  if (event.type === 'FolderDeleted') {
    const left = new Map(folders);
    left.delete(id);
    return { folders: left, deletedFolders: new Map(deletedFolders).set(id, event.data.movedTo) };
  }
  const change =
    event.type === 'FolderMoved' ? { parent: event.data.parent } : { name: event.private?.name ?? null };
  return { folders: new Map(folders).set(id, { ...folder, ...change }), deletedFolders };
}

/**
 * The folder that takes what a deleted folder holds: where that one is deleted too, the one that takes its messages,
 * and so on. Null for inbox and sent; undefined where the folder is not deleted.
 */
export function heirOf({ folders, deletedFolders }: Folders, folder: string): string | null | undefined {
  let heir = deletedFolders.get(folder);
  // A folder's heir was there when it was deleted, so that no chain comes back to where it began.
  while (heir !== undefined && heir !== null && !folders.has(heir)) heir = deletedFolders.get(heir) ?? null;
  return heir;
}
