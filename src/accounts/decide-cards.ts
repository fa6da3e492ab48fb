import { Refusal } from '../contracts/decider.js';
import { type PersonEvent } from '../contracts/events/person.events.js';
import { existing, type PersonState } from './person.decider.js';

/** Cards of one person. */
export const MAX_CARDS = 10;
const SHOWN_DIGITS = 4;

/** Of a national id what may be shown on a page: its last digits. */
export function maskedNationalId(nationalId: string): string {
  const hidden = Math.max(nationalId.length - SHOWN_DIGITS, 1);
  return `${'•'.repeat(Math.min(hidden, 30))}${nationalId.slice(hidden).slice(-SHOWN_DIGITS)}`;
}

/** A card that is the person's already: nothing changes (S1). @param command.nationalId its keyed hash */
export function associateCard(
  state: PersonState,
  command: {
    readonly card: string;
    readonly nationalId: string;
    readonly masked: string;
    readonly associatedAt: string;
  },
): PersonEvent[] {
  existing(state);
  const { masked, ...data } = command;
  if (cardOf(state, data.nationalId) !== undefined) return [];
  if (state.cards.size >= MAX_CARDS) {
    throw new Refusal('too-many-cards', 'Retirez d’abord une carte : dix au plus peuvent être associées.');
  }
  return [{ type: 'CardAssociated', data, private: { masked } }];
}

export function removeCard(
  state: PersonState,
  command: { readonly card: string; readonly removedAt: string },
): PersonEvent[] {
  if (!state.cards.has(command.card)) {
    throw new Refusal('not-found', 'Cette carte n’est pas, ou n’est plus, associée à votre compte.');
  }
  return [{ type: 'CardRemoved', data: command, private: null }];
}

/** The id of the person's card of this national id. @param nationalId its keyed hash */
export function cardOf(state: PersonState, nationalId: string): string | undefined {
  return [...state.cards].find(([, card]) => card.nationalId === nationalId)?.[0];
}
