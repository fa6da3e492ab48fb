import { type MailboxState } from '../accounts/mailbox.state.js';
import { Refusal } from '../contracts/decider.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { folderName } from './folder-name.js';
import { customFolder, heightOf, isNotTooDeep, isWithin, mayBeParent, nameIsFree } from './folder-tree.js';

export interface ChangeFolder {
  readonly folder: string;
  /** The name stays where it is undefined. */
  readonly name?: string | undefined;
  /** The place stays where it is undefined; null is the root. */
  readonly parent?: string | null | undefined;
}

/**
 * Renamed, moved, or both at once: what is judged is the place and name that it has then.
 *
 * @throws Refusal `invalid`, `folder-not-found`, `default-folder`, `parent-not-allowed`, `cycle`, `name-taken`,
 *   `too-deep`
 */
export function changeFolder(state: MailboxState, command: ChangeFolder): MailboxEvent[] {
  const { folder: id } = command;
  const folder = customFolder(state, id);
  const name = command.name === undefined ? folder.name : folderName(command.name);
  const parent = command.parent === undefined ? folder.parent : command.parent;
  const events: MailboxEvent[] = [];
  if (parent !== folder.parent) {
    mayStandIn(state, id, parent);
    events.push({ type: 'FolderMoved', data: { folder: id, parent }, private: null });
  }
  nameIsFree(state, { parent, name }, [id]);
  if (name !== null && name !== folder.name) {
    events.push({ type: 'FolderRenamed', data: { folder: id }, private: { name } });
  }
  return events;
}

function mayStandIn(state: MailboxState, id: string, parent: string | null): void {
  mayBeParent(state, parent);
  if (parent !== null && isWithin(state, parent, id)) {
    throw new Refusal('cycle', 'Un dossier ne peut pas être déplacé dans lui-même.');
  }
  isNotTooDeep(state, parent, heightOf(state, id));
}
