import { type MailboxState } from '../accounts/mailbox.state.js';
import { Refusal } from '../contracts/decider.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { folderName } from './folder-name.js';
import { isNotTooDeep, MAX_FOLDERS, mayBeParent, nameIsFree } from './folder-tree.js';

export interface CreateFolder {
  /** Id of the folder to be. */
  readonly folder: string;
  readonly name: string;
  readonly parent: string | null;
}

/** @throws Refusal `invalid`, `folder-not-found`, `parent-not-allowed`, `name-taken`, `too-deep`, `too-many-folders` */
export function createFolder(state: MailboxState, command: CreateFolder): MailboxEvent[] {
  const { folder, parent } = command;
  const name = folderName(command.name);
  mayBeParent(state, parent);
  nameIsFree(state, { parent, name });
  isNotTooDeep(state, parent, 1);
  if ([...state.folders.values()].filter(({ role }) => role === null).length >= MAX_FOLDERS) {
    throw new Refusal('too-many-folders', `Un compte a au plus ${MAX_FOLDERS} dossiers.`);
  }
  return [{ type: 'FolderCreated', data: { folder, role: null, parent }, private: { name } }];
}
