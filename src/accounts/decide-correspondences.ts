import { Refusal } from '../contracts/decider.js';
import { type CorrespondenceKind, type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { existing } from './decide-register-mailbox.js';
import { type CorrespondenceTerms, type MailboxState } from './mailbox.state.js';

export type Correspondence = CorrespondenceTerms & {
  readonly kind: CorrespondenceKind;
  readonly address: string;
};

/**
 * An address of another system under which the account is reached (S8, S9).
 *
 * @throws Refusal `not-found`; `address-refused` where the account's notifications go there
 */
export function setCorrespondence(state: MailboxState, command: Correspondence): MailboxEvent[] {
  existing(state);
  if (isSet(state, command)) return [];
  const { kind, address, details, ...said } = command;
  if (address === state.settings.notifications?.address) {
    const detail = 'Les notifications du compte vont à cette adresse : indiquez-en d’abord une autre.';
    throw new Refusal('address-refused', detail, [{ field: 'address', code: 'notified', detail, address }]);
  }
  const words = { address, ...(details !== undefined && { details }) };
  return [{ type: 'CorrespondenceSet', data: { kind, ...said }, private: words }];
}

function isSet(state: MailboxState, { kind, address, ...asked }: Correspondence): boolean {
  const terms = state.correspondenceTerms.get(kind);
  return (
    state.correspondences.get(kind) === address &&
    terms?.state === asked.state &&
    terms?.since === asked.since &&
    terms?.details === asked.details
  );
}

/**
 * The account is no longer reached under its address of that kind, which is free for others from then on.
 *
 * @param asked a kind
 * @throws Refusal `not-found` where the account has none
 */
export function removeCorrespondence(state: MailboxState, asked: string): MailboxEvent[] {
  existing(state);
  const kind = [...state.correspondences.keys()].find((known) => known === asked);
  if (kind === undefined) throw new Refusal('not-found', 'Ce compte n’a pas de correspondance de ce type.');
  return [{ type: 'CorrespondenceRemoved', data: { kind }, private: null }];
}

/** What an account has of a kind; null where it has nothing. */
export function correspondenceOf(state: MailboxState, kind: CorrespondenceKind): Correspondence | null {
  const address = state.correspondences.get(kind) ?? null;
  return address === null ? null : { kind, address, ...state.correspondenceTerms.get(kind) };
}

/** Takes back an address that has turned out to be another account's. What was set since stays. */
export function takeBackCorrespondence(
  state: MailboxState,
  { kind, address }: Pick<Correspondence, 'kind' | 'address'>,
): MailboxEvent[] {
  return state.correspondences.get(kind) === address ? removeCorrespondence(state, kind) : [];
}
