import { Refusal } from '../contracts/decider.js';
import { type DraftDiscardReason, type DraftEvent } from '../contracts/events/draft.events.js';
import { endOfCopy } from '../contracts/retention/expiry-date.js';
import { type ActOnDraft, draftNotFound, heldDraft, isHeld } from './held-draft.js';
import { type DraftState } from './draft.state.js';

export interface SentDraft {
  readonly mailbox: string;
  readonly message: string;
  readonly revision?: number | undefined;
}

/** Deleted at once, not by way of « Messages supprimés » (D7). */
export function discardDraft(
  state: DraftState,
  act: ActOnDraft,
  reason: DraftDiscardReason,
): readonly DraftEvent[] {
  const { mailbox } = heldDraft(state, act);
  return [{ type: 'DraftDiscarded', data: { mailbox, reason }, private: null }];
}

/**
 * The revision of the draft that a window sends by what it has read of it (`If-Match`). One that is gone, or another's,
 * has changed too: what another window has sent or deleted before is not sent once more. A window that does not say
 * what it has read sends whatever it holds, also of a draft that was deleted or has expired meanwhile, so that
 * nobody's text is lost; not what was sent before.
 *
 * @returns undefined where the window does not say what it has read
 * @throws Refusal `changed`; `draft-sent` where only its sending speaks against it
 */
export function sentRevision(state: DraftState, act: ActOnDraft): number | undefined {
  if (act.seen === undefined) {
    if (state.sent && state.mailbox === act.mailbox) throw draftSent();
    return undefined;
  }
  if (!isHeld(state, act) || !act.seen.includes(state.revision)) {
    throw new Refusal(
      'changed',
      'Ce brouillon a été modifié, envoyé ou supprimé dans une autre fenêtre : rien n’a été envoyé.',
    );
  }
  return state.revision;
}

/**
 * The draft was sent from this mailbox. One that has ended, that is another's or that never was changes nothing: a
 * message that is sent stays sent.
 *
 * @param revision that was sent: what another window has saved since stays; undefined, whatever is there
 */
export function markDraftSent(
  state: DraftState,
  { mailbox, message, revision }: SentDraft,
): readonly DraftEvent[] {
  if (state.phase !== 'kept' || state.mailbox !== mailbox) return [];
  if (revision !== undefined && revision !== state.revision) return [];
  return [{ type: 'DraftSent', data: { mailbox, message }, private: null }];
}

/**
 * The account keeps for less from now on: its drafts end so many days after their last saving, and never later than
 * they were to. A draft that is saved again is dated by that saving.
 */
export function shortenDraft(state: DraftState, mailbox: string, days: number): readonly DraftEvent[] {
  if (state.phase !== 'kept' || state.mailbox !== mailbox) return [];
  const expiresAt = endOfCopy(new Date(state.savedAt), days).toISOString();
  if (expiresAt >= state.expiresAt) return [];
  return [{ type: 'DraftRetentionShortened', data: { mailbox, expiresAt }, private: null }];
}

/** Three months after its last saving, or earlier where its account keeps for less (R1). Again: nothing more. @param at ISO 8601 instant */
export function expireDraft(state: DraftState, at: string): readonly DraftEvent[] {
  if (state.phase === 'none') throw draftNotFound();
  if (state.phase !== 'kept') return [];
  if (at < state.expiresAt) {
    throw new Refusal('not-due', 'La durée de conservation de ce brouillon n’est pas écoulée.');
  }
  return [{ type: 'DraftExpired', data: { mailbox: state.mailbox }, private: null }];
}

function draftSent(): Refusal {
  return new Refusal('draft-sent', 'Ce brouillon a déjà été envoyé : rien n’a été envoyé une seconde fois.');
}

/** Key and contents are destroyed. Again: nothing more. */
export function draftShredded(state: DraftState): readonly DraftEvent[] {
  if (state.phase === 'shredded') return [];
  if (state.phase !== 'ended') throw new Refusal('not-due', 'Ce brouillon n’a pas pris fin.');
  return [{ type: 'DraftShredded', data: {}, private: null }];
}
