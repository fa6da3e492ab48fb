import { type MailboxState } from '../accounts/mailbox.state.js';
import { Refusal } from '../contracts/decider.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import {
  childrenOf,
  customFolder,
  folderNotFound,
  heightOf,
  isNotTooDeep,
  isWithin,
  mayBeParent,
  nameIsFree,
} from './folder-tree.js';

export interface DeleteFolder {
  readonly folder: string;
  /** Where what it holds goes: any folder but « Brouillons » and those that go with it. */
  readonly moveTo?: string | undefined;
  /** As far as is known; a message that comes in afterwards goes where the deletion says. */
  readonly holdsMessages: boolean;
}

/**
 * With its sub-folders found another place, in the same append. Its messages follow, each in its own stream.
 *
 * @throws Refusal `folder-not-found`, `default-folder`, `not-empty`, `cycle`, `drafts-only`, `parent-not-allowed`,
 *   `name-taken`, `too-deep`
 */
export function deleteFolder(state: MailboxState, command: DeleteFolder): MailboxEvent[] {
  const { folder, moveTo, holdsMessages } = command;
  customFolder(state, folder);
  const children = childrenOf(state, folder);
  if (moveTo === undefined) {
    if (holdsMessages || children.length > 0) throw notEmpty();
    return [{ type: 'FolderDeleted', data: { folder, movedTo: null }, private: null }];
  }
  mayTakeMessages(state, folder, moveTo);
  return [
    ...children.map((child) => moved(state, child, { folder, moveTo })),
    { type: 'FolderDeleted', data: { folder, movedTo: moveTo }, private: null },
  ];
}

function mayTakeMessages(state: MailboxState, folder: string, target: string): void {
  if (!state.folders.has(target)) throw folderNotFound();
  if (isWithin(state, target, folder)) {
    throw new Refusal('cycle', 'Le contenu d’un dossier ne peut pas aller dans ce dossier.');
  }
  if (target === 'drafts') {
    throw new Refusal('drafts-only', 'Le dossier « Brouillons » ne reçoit que des brouillons.');
  }
}

/** Names differ among the children already: what counts is who is there. */
function moved(
  state: MailboxState,
  child: string,
  { folder, moveTo: parent }: { readonly folder: string; readonly moveTo: string },
): MailboxEvent {
  mayBeParent(state, parent);
  nameIsFree(state, { parent, name: state.folders.get(child)?.name ?? null }, [child, folder]);
  isNotTooDeep(state, parent, heightOf(state, child));
  return { type: 'FolderMoved', data: { folder: child, parent }, private: null };
}

const notEmpty = (): Refusal =>
  new Refusal('not-empty', 'Ce dossier n’est pas vide. Choisissez où déplacer ce qu’il contient.');
