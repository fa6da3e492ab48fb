import { Refusal } from '../contracts/decider.js';
import { type MessageEvent } from '../contracts/events/message.events.js';
import { type ActOnCopy, heldCopy, messageNotFound } from './held-copy.js';
import { type Copy, copyKey, type MessageState } from './message.state.js';

/** For good, from « Messages supprimés » only. With the last copy the message itself ends, in the same append. */
export function deleteForever(state: MessageState, act: ActOnCopy): MessageEvent[] {
  const copy = heldCopy(state, act);
  if (copy.folder !== 'deleted') {
    throw new Refusal(
      'not-deleted',
      'Seul un message placé dans « Messages supprimés » peut être supprimé définitivement.',
    );
  }
  const gone: MessageEvent = {
    type: 'MessageDeletedForever',
    data: { mailbox: copy.mailbox, copy: copy.copy, folder: copy.folder, unread: copy.unread },
    private: { by: act.by },
  };
  const others = [...state.copies.values()].filter(
    (other) => copyKey(other.mailbox, other.copy) !== copyKey(copy.mailbox, copy.copy),
  );
  return others.length > 0 ? [gone] : [gone, ended(state, 'last-copy-deleted', [])];
}

/**
 * All copies together, once the retention is over (R1); before it those of accounts that keep for less, and with the
 * last of them the message itself. Again: nothing more.
 *
 * @param at ISO 8601 instant
 */
export function expire(state: MessageState, at: string): MessageEvent[] {
  if (state.phase === 'none') throw messageNotFound();
  if (state.phase !== 'kept') return [];
  const copies = [...state.copies.values()];
  if (at >= state.expiresAt) return [ended(state, 'retention', copies)];
  const due = copies.filter(({ expiresAt }) => at >= expiresAt);
  if (due.length === 0) {
    throw new Refusal('not-due', 'La durée de conservation de ce message n’est pas écoulée.');
  }
  const events = due.map(({ mailbox, copy, folder, unread }): MessageEvent => ({
    type: 'MessageCopyExpired',
    data: { mailbox, copy, folder, unread },
    private: null,
  }));
  return due.length < copies.length ? events : [...events, ended(state, 'retention', [])];
}

/** One account keeps for less from now on: its copies end earlier, and never later than they were to. */
export function shortenRetention(state: MessageState, mailbox: string, expiresAt: string): MessageEvent[] {
  if (state.phase !== 'kept') return [];
  return [...state.copies.values()]
    .filter((copy) => copy.mailbox === mailbox && expiresAt < copy.expiresAt)
    .map(({ copy, folder }) => ({
      type: 'MessageRetentionShortened',
      data: { mailbox, copy, folder, expiresAt },
      private: null,
    }));
}

/** Key and contents are destroyed. Again: nothing more. */
export function shredded(state: MessageState): MessageEvent[] {
  if (state.phase === 'shredded') return [];
  if (state.phase !== 'expired') throw new Refusal('not-due', 'Ce message n’a pas pris fin.');
  return [{ type: 'MessageShredded', data: {}, private: null }];
}

function ended(
  state: MessageState,
  reason: 'retention' | 'last-copy-deleted',
  copies: readonly Copy[],
): MessageEvent {
  return {
    type: 'MessageExpired',
    data: {
      reason,
      copies: copies.map(({ mailbox, copy, folder, unread }) => ({ mailbox, copy, folder, unread })),
      mailboxes: [...state.mailboxes],
    },
    private: null,
  };
}
