import { Refusal } from '../contracts/decider.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { existing } from './decide-register-mailbox.js';
import { isShared, type MailboxState } from './mailbox.state.js';

export const MAX_DELEGATES = 100;

/** Copies of what the mailbox receives from now on go to the delegate too (S4). */
export function addDelegate(
  state: MailboxState,
  command: { readonly mailbox: string; readonly delegation: string; readonly delegate: string },
): MailboxEvent[] {
  existing(state);
  const { mailbox, delegation, delegate } = command;
  checkDelegate(state, mailbox, delegate);
  if (state.delegates.size >= MAX_DELEGATES) {
    throw new Refusal(
      'too-many-delegates',
      `Ce compte a déjà ${MAX_DELEGATES} délégués : supprimez-en un avant d’en ajouter un autre.`,
    );
  }
  return [{ type: 'DelegateAdded', data: { delegation, delegate }, private: null }];
}

/** Another account is the delegate from now on, in the place of the one before (S4). */
export function changeDelegate(
  state: MailboxState,
  command: { readonly mailbox: string; readonly delegation: string; readonly delegate: string },
): MailboxEvent[] {
  const { mailbox, delegation, delegate } = command;
  const removed = removeDelegate(state, { delegation });
  if (state.delegates.get(delegate) === delegation) return [];
  checkDelegate(state, mailbox, delegate);
  return [...removed, { type: 'DelegateAdded', data: { delegation, delegate }, private: null }];
}

function checkDelegate(state: MailboxState, mailbox: string, delegate: string): void {
  if (delegate === mailbox) {
    throw new Refusal('delegate-is-oneself', 'Un compte ne peut pas être son propre délégué.');
  }
  if (state.delegates.has(delegate)) {
    throw new Refusal('delegate-twice', 'Ce compte est déjà délégué.');
  }
}

/** Stops later copies; those already delivered stay (S5). */
export function removeDelegate(
  state: MailboxState,
  command: { readonly delegation: string },
): MailboxEvent[] {
  existing(state);
  const delegate = keyOf(state.delegates, command.delegation);
  if (delegate === undefined) throw new Refusal('not-found', 'Ce délégué n’existe pas ou n’existe plus.');
  return [{ type: 'DelegateRemoved', data: { delegation: command.delegation, delegate }, private: null }];
}

/** A person may use an organisational or applicative account (S13); a login account is its owner's alone. */
export function grantAccess(
  state: MailboxState,
  command: { readonly grant: string; readonly person: string },
): MailboxEvent[] {
  existing(state);
  if (!isShared(state.type)) {
    throw new Refusal('personal-mailbox', 'L’accès à un compte personnel ne peut pas être partagé.');
  }
  if (state.grants.has(command.person)) {
    throw new Refusal('already-granted', 'Cette personne a déjà accès à ce compte.');
  }
  const { grant, person } = command;
  return [{ type: 'AccessGranted', data: { grant, person }, private: null }];
}

export function withdrawAccess(state: MailboxState, command: { readonly grant: string }): MailboxEvent[] {
  existing(state);
  const person = keyOf(state.grants, command.grant);
  if (person === undefined) throw new Refusal('not-found', 'Cet accès n’existe pas ou n’existe plus.');
  return [{ type: 'AccessWithdrawn', data: { grant: command.grant, person }, private: null }];
}

function keyOf(map: ReadonlyMap<string, string>, value: string): string | undefined {
  for (const [key, held] of map) if (held === value) return key;
  return undefined;
}
