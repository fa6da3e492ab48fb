import { type FolderRole, type HolderRole, type Party } from '../events/schemas.js';

/* Collections of the projection `folder-view`. Shapes only: both sides of the wall read them. */

/** Collection `copies`: a line of a message list. `_id` is `<mailbox>/<copy>`. */
export type CopyDocument = {
  readonly mailbox: string;
  readonly message: string;
  /** The message's id in this mailbox. */
  readonly copy: string;
  readonly role: HolderRole;
  /** null until the copy is filed (sent or delivered). */
  readonly folder: string | null;
  /** Whether `folder` is known: what the list of all folders selects. */
  readonly filed: boolean;
  readonly subject: string;
  readonly from: Party;
  /** The first recipients, enough for a line; all of them are in the envelope. */
  readonly to: readonly Party[];
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly size: number;
  readonly hasAttachments: boolean;
  /** Folded (no accents, lower case), cut to 100 characters: what the list is sorted by. */
  readonly subjectKey: string;
  readonly fromKey: string;
  readonly toKey: string;
  readonly unread: boolean;
  /** Persons who opened it here. */
  readonly openedBy: readonly string[];
  /** Who has taken it in charge; absent where nobody has. */
  readonly takenBy?: { readonly person: string; readonly name: string; readonly since: string };
  /** For the sender's copy: recipients, and those of them who have opened. */
  readonly recipients: number;
  readonly openings: number;
  /** For a delegate's copy: mailboxes whose delegate this one is. */
  readonly copyOf: readonly string[];
};

/** Collection `envelopes`: what all holders see of a message. `_id` is the message. */
export type EnvelopeDocument = {
  readonly subject: string;
  readonly from: Party;
  readonly to: readonly Party[];
  readonly cc: readonly Party[];
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly body: { readonly content: string; readonly size: number; readonly sha256: string };
  readonly attachments: readonly {
    readonly id: string;
    readonly content: string;
    readonly name: string;
    readonly type: string;
    readonly size: number;
    readonly sha256: string;
  }[];
  readonly seal: { readonly kid: string; readonly jws: string; readonly sealedAt: string };
  readonly replyTo: string | null;
  /** The messages before it in its conversation, the one that it answers last. */
  readonly references?: readonly string[];
  readonly forwardOf: string | null;
};

/** Collection `folders`. `_id` is `<mailbox>/<folder>`. */
export type FolderDocument = {
  readonly mailbox: string;
  readonly folder: string;
  readonly role: FolderRole | null;
  readonly name: string;
  readonly parent: string | null;
  readonly total: number;
  readonly unread: number;
  /** FolderCreated has been read. */
  readonly created: boolean;
  readonly deleted: boolean;
  /** The person who deleted it; null while it is there, and where it was nobody. */
  readonly deletedBy: string | null;
  /** It is shown: it is there, or it still holds messages, which no deletion makes invisible. */
  readonly listed: boolean;
  /** It is deleted and holds messages: they must go where its deletion said. */
  readonly holdsStrays: boolean;
};

/** Folders as the four of every account are named (C1). */
export const defaultFolders: Readonly<Record<FolderRole, string>> = {
  inbox: 'Boîte de réception',
  sent: 'Messages envoyés',
  drafts: 'Brouillons',
  deleted: 'Messages supprimés',
};
