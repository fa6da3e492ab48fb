import { Refusal } from '../contracts/decider.js';
import { type PersonEvent } from '../contracts/events/person.events.js';
import { existing, linkIdentity, type PersonState } from './person.decider.js';

/** How long a code is good, in milliseconds. */
export const CODE_LIFE_MS = 7 * 24 * 3_600_000;
/** Wrong tries after which a code is worth nothing. */
export const CODE_TRIES = 5;

/** A new code takes the place of the one before. @param command.code its keyed hash */
export function issueAssociationCode(
  state: PersonState,
  command: { readonly code: string; readonly now: Date },
): PersonEvent[] {
  existing(state);
  if (state.identity !== null) {
    throw new Refusal('already-linked', 'Ce compte est déjà lié à une identité du portail.');
  }
  const { code, now } = command;
  const expiresAt = new Date(now.getTime() + CODE_LIFE_MS).toISOString();
  const data = { code, issuedAt: now.toISOString(), expiresAt };
  return [{ type: 'AssociationCodeIssued', data, private: null }];
}

/**
 * Links the identity where the code is the person's; a wrong one is counted. Why a code is refused is not told: who
 * asks may be anybody.
 *
 * @param command.code keyed hash of what was typed: comparing it tells nothing of the code by its duration
 */
export function associate(
  state: PersonState,
  command: { readonly code: string; readonly identity: string; readonly now: Date },
): PersonEvent[] {
  const { association } = state;
  const now = command.now.toISOString();
  if (association === null || now >= association.expiresAt || association.failures >= CODE_TRIES) {
    throw associationRefused();
  }
  if (association.code !== command.code) {
    return [{ type: 'AssociationFailed', data: { failedAt: now }, private: null }];
  }
  return linkIdentity(state, command);
}

export const associationRefused = (): Refusal =>
  new Refusal(
    'association-refused',
    'Cette adresse et ce code ne vont pas ensemble, ou le code n’est plus valable. ' +
      'Après cinq essais ou sept jours, demandez un nouveau code à la structure qui gère votre compte.',
  );
