import {
  type CorrespondenceKind,
  type CorrespondenceState,
  type MailboxType,
} from '../contracts/events/mailbox.events.js';
import { type Folders } from './folders.state.js';
import { type MailboxSettings, noSettings } from './settings.state.js';

/** Absent: as the event says by its absence. */
export interface CorrespondenceTerms {
  readonly state?: CorrespondenceState;
  /** A day in Paris. */
  readonly since?: string;
  readonly details?: string;
}

export interface MailboxState extends Folders {
  readonly registered: boolean;
  readonly type: MailboxType;
  /** The person whose own account it is; null for organisational and applicative accounts. */
  readonly owner: string | null;
  /** Null before it is registered, and once the mailbox's key is destroyed; so is every name below. */
  readonly address: string | null;
  readonly label: string | null;
  /** Delegate's mailbox → delegation. */
  readonly delegates: ReadonlyMap<string, string>;
  /** Person → grant. */
  readonly grants: ReadonlyMap<string, string>;
  readonly correspondences: ReadonlyMap<CorrespondenceKind, string | null>;
  /** Kinds that were taken away and not set since. */
  readonly removedCorrespondences: ReadonlySet<CorrespondenceKind>;
  /** What was said of them beside the address. */
  readonly correspondenceTerms: ReadonlyMap<CorrespondenceKind, CorrespondenceTerms>;
  /** Days from the sealing; null: as long as the law of the product allows. */
  readonly retentionDays: number | null;
  /** The retention was shortened, and copies of before may not know it yet. */
  readonly retentionPending: boolean;
  readonly settings: MailboxSettings;
}

export const noMailbox: MailboxState = {
  registered: false,
  type: 'MED',
  owner: null,
  address: null,
  label: null,
  folders: new Map(),
  deletedFolders: new Map(),
  delegates: new Map(),
  grants: new Map(),
  correspondences: new Map(),
  removedCorrespondences: new Set(),
  correspondenceTerms: new Map(),
  retentionDays: null,
  retentionPending: false,
  settings: noSettings,
};

/** Whether the person may use the mailbox: it is their own, or they were granted access to it (S13). */
export function mayUse(state: MailboxState, person: string): boolean {
  return state.registered && (state.owner === person || state.grants.has(person));
}

/** Accounts that several people reach from their own login accounts (S13). */
export function isShared(type: MailboxType): boolean {
  return type === 'ORG' || type === 'APP';
}
