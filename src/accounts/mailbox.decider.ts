import { type Decider } from '../contracts/decider.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { foldersAfter } from './folders.state.js';
import { type MailboxState, noMailbox } from './mailbox.state.js';
import { settingsAfter } from './settings.state.js';

/** How an account follows from its events. Its decisions: `decide-*.ts` here and in `src/folders/`. */
export const mailboxDecider: Decider<MailboxState, MailboxEvent> = { initial: noMailbox, evolve };

function evolve(state: MailboxState, event: MailboxEvent): MailboxState {
  switch (event.type) {
    case 'MailboxRegistered':
      return {
        ...state,
        registered: true,
        type: event.data.type,
        owner: event.data.owner,
        address: event.private?.address ?? null,
        label: event.private?.label ?? null,
      };
    case 'FolderCreated':
    case 'FolderRenamed':
    case 'FolderMoved':
    case 'FolderDeleted':
      return { ...state, ...foldersAfter(state, event) };
    case 'DelegateAdded':
      return {
        ...state,
        delegates: added(state.delegates, event.data.delegate, event.data.delegation),
      };
    case 'DelegateRemoved':
      return { ...state, delegates: without(state.delegates, event.data.delegate) };
    case 'AccessGranted':
      return { ...state, grants: added(state.grants, event.data.person, event.data.grant) };
    case 'AccessWithdrawn':
      return { ...state, grants: without(state.grants, event.data.person) };
    case 'CorrespondenceSet': {
      const { address = null, details } = event.private ?? {};
      const { kind, ...said } = event.data;
      const terms = { ...said, ...(details !== undefined && { details }) };
      return {
        ...state,
        correspondences: added(state.correspondences, kind, address),
        removedCorrespondences: new Set([...state.removedCorrespondences].filter((one) => one !== kind)),
        correspondenceTerms: added(state.correspondenceTerms, kind, terms),
      };
    }
    case 'CorrespondenceRemoved': {
      const { kind } = event.data;
      return {
        ...state,
        correspondences: without(state.correspondences, kind),
        removedCorrespondences: new Set([...state.removedCorrespondences, kind]),
        correspondenceTerms: without(state.correspondenceTerms, kind),
      };
    }
    case 'RetentionSet': {
      const { days } = event.data;
      return { ...state, retentionDays: days, retentionPending: days !== null };
    }
    case 'RetentionApplied':
      return { ...state, retentionPending: false };
    default:
      return { ...state, settings: settingsAfter(state.settings, event) };
  }
}

function added<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}
