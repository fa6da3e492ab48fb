import { Refusal } from '../contracts/decider.js';
import { type DraftState } from './draft.state.js';

/** Who does something with a draft, and when. */
export interface ActOnDraft {
  readonly mailbox: string;
  /** ISO 8601 instant of the clock. */
  readonly at: string;
  /** Revisions that the caller has seen (`If-Match`): with any other the draft stays as it is. */
  readonly seen?: readonly number[] | undefined;
}

export const isHeld = (state: DraftState, { mailbox, at }: ActOnDraft): boolean =>
  state.phase === 'kept' && state.mailbox === mailbox && at < state.expiresAt;

/**
 * A draft of another mailbox, one that has ended and one whose time has come look the same to the user: there is
 * none.
 *
 * @throws Refusal `not-found`; `changed` where another window has saved since
 */
export function heldDraft(state: DraftState, { mailbox, at, seen }: ActOnDraft): DraftState {
  if (!isHeld(state, { mailbox, at })) throw draftNotFound();
  if (seen !== undefined && !seen.includes(state.revision)) {
    throw new Refusal(
      'changed',
      'Ce brouillon a été modifié dans une autre fenêtre : rien n’a été enregistré. Rouvrez-le pour voir ces modifications.',
    );
  }
  return state;
}

export function draftNotFound(): Refusal {
  return new Refusal('not-found', 'Ce brouillon n’existe pas ou n’existe plus.');
}
