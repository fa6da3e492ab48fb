import { describe, expect, it } from 'vitest';
import { antoine, claire, deleted, gone, history, message } from '../../test/harness/message-history.js';
import { expiresAt } from '../../test/harness/sealed-message.js';
import { expire, shortenRetention } from './decide-end.js';
import { heldCopy } from './held-copy.js';
import { type MessageState } from './message.state.js';

const SOON = '2026-12-03T10:00:00.000Z';
const shortened =
  (mailbox: string, at = SOON) =>
  (state: MessageState) =>
    shortenRetention(state, mailbox, at);
const expired =
  (at = SOON) =>
  (state: MessageState) =>
    expire(state, at);

describe('a copy whose account keeps for less (R1)', () => {
  const claires = history(shortened('claire'));

  it('has a due date of its own, which only ever comes nearer', () => {
    expect(message.given(claires).state.copies.get('claire/m1')?.expiresAt).toBe(SOON);
    expect(message.given(claires).state.copies.get('antoine/m1')?.expiresAt).toBe(expiresAt);
    message.given(claires).when(shortened('claire')).thenNothing();
    message.given(claires).when(shortened('claire', expiresAt)).thenNothing();
  });

  it('is there until that instant, and no longer, whether it was ended or not', () => {
    const { state } = message.given(claires);
    expect(heldCopy(state, { ...claire, at: '2026-12-03T09:59:59.999Z' }).mailbox).toBe('claire');
    expect(() => heldCopy(state, { ...claire, at: SOON })).toThrow('not-found');
    expect(heldCopy(state, { ...antoine, at: SOON }).mailbox).toBe('antoine');
  });

  it('ends alone, with what its folder counted', () => {
    message
      .given(claires)
      .when(expired())
      .then([
        {
          type: 'MessageCopyExpired',
          data: { mailbox: 'claire', copy: 'm1', folder: 'inbox', unread: true },
          private: null,
        },
      ]);
    message.given(claires).when(expired('2026-12-03T09:59:59.999Z')).thenRefused('not-due');
    message
      .given(history(shortened('claire'), expired()))
      .when(expired())
      .thenRefused('not-due');
  });

  it('ends the message with it, where it is the last', () => {
    const events = history(shortened('claire'), deleted(antoine), gone(antoine), expired());
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['MessageCopyExpired', 'MessageExpired']);
    expect(events.at(-1)?.data).toEqual({
      reason: 'retention',
      copies: [],
      mailboxes: ['antoine', 'claire'],
    });
  });

  it('goes with all the others, where the message’s own time has come', () => {
    const events = history(shortened('claire'), expired(expiresAt));
    expect(events.slice(-1).map(({ type }) => type)).toEqual(['MessageExpired']);
  });
});
