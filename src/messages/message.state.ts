import { type HolderRole } from '../contracts/events/schemas.js';

/** Where a new copy lies, by its holder's role. A default folder's id is its role. */
export const firstFolder: Readonly<Record<HolderRole, string>> = {
  sender: 'sent',
  recipient: 'inbox',
  delegate: 'inbox',
};

/** One holder's copy: the message as one mailbox has it. */
export interface Copy {
  readonly mailbox: string;
  /** The id that the message has in this mailbox. */
  readonly copy: string;
  readonly role: HolderRole;
  readonly folder: string;
  /** Where it lay before it went to « Messages supprimés »; null anywhere else. */
  readonly deletedFrom: string | null;
  readonly unread: boolean;
  /** The message's own, or earlier where the account keeps for less. */
  readonly expiresAt: string;
  /** Persons whose opening is recorded, in the order of their first opening. */
  readonly openedBy: readonly string[];
  /** The person who has taken it in charge; null where nobody has. */
  readonly takenBy: string | null;
}

/** Ids and times only: nothing of a message's text, names or addresses is ever kept in a state. */
export interface MessageState {
  /** From `expired` on no copy is left; `shredded` once key and contents are destroyed too. */
  readonly phase: 'none' | 'kept' | 'expired' | 'shredded';
  readonly expiresAt: string;
  readonly senderCopy: Pick<Copy, 'mailbox' | 'copy'> | null;
  readonly body: { readonly content: string; readonly size: number };
  readonly attachments: readonly { readonly id: string; readonly content: string; readonly size: number }[];
  /** Every mailbox that ever held a copy. */
  readonly mailboxes: readonly string[];
  /** By {@link copyKey}. */
  readonly copies: ReadonlyMap<string, Copy>;
}

export const noMessage: MessageState = {
  phase: 'none',
  expiresAt: '',
  senderCopy: null,
  body: { content: '', size: 0 },
  attachments: [],
  mailboxes: [],
  copies: new Map(),
};

export const copyKey = (mailbox: string, copy: string): string => `${mailbox}/${copy}`;

const SENT = '-sent';

/** The id of the sent copy of a mailbox that is sender and recipient at once. */
export const sentCopyOf = (message: string): string => message + SENT;

/** The message of a copy: what names its stream. */
export const messageOfCopy = (copy: string): string =>
  copy.endsWith(SENT) ? copy.slice(0, -SENT.length) : copy;
