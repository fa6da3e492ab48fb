import { Refusal } from '../contracts/decider.js';
import { defaultFolders } from '../contracts/documents/folder-view.documents.js';
import {
  type CorrespondenceKind,
  type MailboxEvent,
  type MailboxType,
} from '../contracts/events/mailbox.events.js';
import { type FolderRole } from '../contracts/events/schemas.js';
import { isShared, type MailboxState } from './mailbox.state.js';

export interface RegisterMailbox {
  readonly type: MailboxType;
  readonly owner: string | null;
  readonly address: string;
  readonly label: string;
}

const roles: readonly FolderRole[] = ['inbox', 'sent', 'drafts', 'deleted'];

/** With its four folders (C1), in the same append: no mailbox is ever without them. A default folder's id is its role. */
export function registerMailbox(state: MailboxState, command: RegisterMailbox): MailboxEvent[] {
  if (state.registered) throw new Refusal('already-registered', 'Ce compte existe déjà.');
  const { type, owner, address, label } = command;
  if (isShared(type) !== (owner === null)) {
    const detail = 'Un compte MED, PER ou INT appartient à une personne, un compte ORG ou APP à aucune.';
    throw new Refusal('invalid', detail, [{ field: 'type', code: 'owner', detail }]);
  }
  return [
    { type: 'MailboxRegistered', data: { type, owner }, private: { address, label } },
    ...roles.map((role): MailboxEvent => ({
      type: 'FolderCreated',
      data: { folder: role, role, parent: null },
      private: { name: defaultFolders[role] },
    })),
  ];
}

/** An address of another system under which the account is reached (S8, S9). */
export function setCorrespondence(
  state: MailboxState,
  command: { readonly kind: CorrespondenceKind; readonly address: string },
): MailboxEvent[] {
  existing(state);
  if (state.correspondences.get(command.kind) === command.address) return [];
  return [{ type: 'CorrespondenceSet', data: { kind: command.kind }, private: { address: command.address } }];
}

/** @throws Refusal `not-found` */
export function existing(state: MailboxState): void {
  if (!state.registered) throw new Refusal('not-found', 'Ce compte n’existe pas.');
}
