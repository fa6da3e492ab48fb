import { Refusal } from '../contracts/decider.js';
import { type By } from '../contracts/events/schemas.js';
import { type Copy, copyKey, type MessageState } from './message.state.js';

/** Who does something with the copy of one mailbox, and when. */
export interface ActOnCopy {
  readonly mailbox: string;
  readonly copy: string;
  readonly person: string;
  readonly by: By;
  /** ISO 8601 instant of the clock. */
  readonly at: string;
}

/**
 * The copy that the mailbox holds. A message that another holds, that is gone for good or whose time has come
 * looks the same to the user: there is none (R1; the sweeper may be a minute late, the rule is not).
 */
export function heldCopy(state: MessageState, act: Pick<ActOnCopy, 'mailbox' | 'copy' | 'at'>): Copy {
  const copy = state.copies.get(copyKey(act.mailbox, act.copy));
  if (state.phase !== 'kept' || copy === undefined || act.at >= copy.expiresAt) throw messageNotFound();
  return copy;
}

export function messageNotFound(): Refusal {
  return new Refusal('not-found', 'Ce message n’existe pas ou n’existe plus.');
}

/**
 * Whether the person may read body and attachments, export and reply: their opening from this copy is recorded. The
 * sender's own copy is open from the start. Marking as unread takes nothing back: the opening stays recorded.
 */
export function isOpenedBy(
  state: MessageState,
  copy: Pick<Copy, 'mailbox' | 'copy'>,
  person: string,
): boolean {
  const held = state.copies.get(copyKey(copy.mailbox, copy.copy));
  return held !== undefined && (held.role === 'sender' || held.openedBy.includes(person));
}

/** For what needs an opening before it: body, attachments, export, reply, forward. */
export function openedCopy(state: MessageState, act: Omit<ActOnCopy, 'by'>): Copy {
  const copy = heldCopy(state, act);
  if (!isOpenedBy(state, act, act.person)) {
    throw new Refusal('not-opened', 'Ouvrez d’abord ce message.');
  }
  return copy;
}
