import { type PersonEvent } from '../contracts/events/person.events.js';
import { existing, type PersonState } from './person.decider.js';

/** The account that is shown after login (S14). @param mailbox one that the person may use; null: their own */
export function setDefaultAccount(state: PersonState, mailbox: string | null): PersonEvent[] {
  existing(state);
  const chosen = mailbox === state.mailbox ? null : mailbox;
  if (chosen === state.defaultAccount) return [];
  return [{ type: 'DefaultAccountSet', data: { mailbox: chosen }, private: null }];
}
