import { Refusal } from '../contracts/decider.js';
import { defaultFolders } from '../contracts/documents/folder-view.documents.js';
import { type MailboxEvent, type MailboxType } from '../contracts/events/mailbox.events.js';
import { type FolderRole } from '../contracts/events/schemas.js';
import { type EstablishmentIdType } from '../contracts/identifiers/identifier.js';
import { defaultNotifications } from '../contracts/settings/notification-settings.js';
import { isShared, type MailboxState } from './mailbox.state.js';

export interface Establishment {
  readonly idType: EstablishmentIdType;
  readonly idNumber: string;
}

export interface RegisterMailbox {
  readonly type: MailboxType;
  readonly owner: string | null;
  readonly address: string;
  readonly label: string;
  /** Where its notifications go, in its normal form (A5); absent: nowhere yet. */
  readonly notifyAddress?: string;
  /** The number of an organisation or application, in its normal form: its first profile has it (S3). */
  readonly establishment?: Establishment;
}

const roles: readonly FolderRole[] = ['inbox', 'sent', 'drafts', 'deleted'];

/** With its four folders (C1), in the same append: no mailbox is ever without them. A default folder's id is its role. */
export function registerMailbox(state: MailboxState, command: RegisterMailbox): MailboxEvent[] {
  if (state.registered) throw new Refusal('already-registered', 'Ce compte existe déjà.');
  const { type, owner, address, label, notifyAddress, establishment } = command;
  if (isShared(type) !== (owner === null)) {
    const detail = 'Un compte MED, PER ou INT appartient à une personne, un compte ORG ou APP à aucune.';
    throw new Refusal('invalid', detail, [{ field: 'type', code: 'owner', detail }]);
  }
  // A person's first profile is the form of their first login (A3).
  if (owner !== null && establishment !== undefined) {
    const detail = 'Un numéro d’établissement est celui d’un compte ORG ou APP.';
    throw new Refusal('invalid', detail, [{ field: 'idType', code: 'type', detail }]);
  }
  return [
    { type: 'MailboxRegistered', data: { type, owner }, private: { address, label } },
    ...roles.map((role): MailboxEvent => ({
      type: 'FolderCreated',
      data: { folder: role, role, parent: null },
      private: { name: defaultFolders[role] },
    })),
    ...(notifyAddress === undefined ? [] : [notifiedAt(notifyAddress)]),
    ...(establishment === undefined ? [] : [firstProfile({ type, address, label }, establishment)]),
  ];
}

function notifiedAt(address: string): MailboxEvent {
  const { address: _, ...kinds } = defaultNotifications;
  return { type: 'NotificationsSet', data: kinds, private: { address } };
}

/** Named as the directory names it from its registration on (E3). */
function firstProfile(
  { type, address, label }: Pick<RegisterMailbox, 'type' | 'address' | 'label'>,
  establishment: Establishment,
): MailboxEvent {
  const form = { lastName: label, firstName: '', activity: { ...establishment } };
  return {
    type: 'ProfileSaved',
    data: { redList: false, dematerialise: false, type },
    private: { form, address },
  };
}

/** @throws Refusal `not-found` */
export function existing(state: MailboxState): void {
  if (!state.registered) throw new Refusal('not-found', 'Ce compte n’existe pas.');
}
