import { describe, expect, it } from 'vitest';
import {
  antoine,
  deleted,
  gone,
  history,
  message,
  moved,
  opened,
  restored,
  unread,
} from '../../test/harness/message-history.js';
import { by, expiresAt, sent } from '../../test/harness/sealed-message.js';
import { expire, shredded } from './decide-end.js';
import { type MessageState } from './message.state.js';

describe('deleting for good', () => {
  it('is possible from « Messages supprimés », and leaves the other holders theirs', () => {
    message
      .given(history(deleted()))
      .when(gone())
      .then([
        {
          type: 'MessageDeletedForever',
          data: { mailbox: 'claire', copy: 'm1', folder: 'deleted', unread: true },
          private: { by },
        },
      ]);
    expect(message.given(history(deleted(), gone())).state.copies.has('antoine/m1')).toBe(true);
  });

  it('from any other folder is refused: not-deleted', () => {
    message.given(sent()).when(gone()).thenRefused('not-deleted');
  });

  it('of the last copy ends the message in the same append', () => {
    const events = history(deleted(), gone(), deleted(antoine), gone(antoine));
    expect(events.slice(-2).map((event) => event.type)).toEqual(['MessageDeletedForever', 'MessageExpired']);
    expect(events.at(-1)?.data).toEqual({
      reason: 'last-copy-deleted',
      copies: [],
      mailboxes: ['antoine', 'claire'],
    });
  });

  it('again is refused: not-found', () => {
    message.given(history(deleted(), gone())).when(gone()).thenRefused('not-found');
  });
});

describe('the end of the retention (R1)', () => {
  it('comes to all copies together, with what the folders counted', () => {
    message
      .given(history(deleted()))
      .when((state) => expire(state, expiresAt))
      .then([
        {
          type: 'MessageExpired',
          data: {
            reason: 'retention',
            copies: [
              { mailbox: 'antoine', copy: 'm1', folder: 'sent', unread: false },
              { mailbox: 'claire', copy: 'm1', folder: 'deleted', unread: true },
            ],
            mailboxes: ['antoine', 'claire'],
          },
          private: null,
        },
      ]);
  });

  it('does not come a millisecond before: not-due', () => {
    message
      .given(sent())
      .when((state) => expire(state, '2027-02-23T09:59:59.999Z'))
      .thenRefused('not-due');
  });

  it('comes once', () => {
    const events = history((state) => expire(state, expiresAt));
    message
      .given(events)
      .when((state) => expire(state, expiresAt))
      .thenNothing();
  });

  it('is told to be complete once, and only after it came: MessageShredded', () => {
    const over = (state: MessageState) => expire(state, expiresAt);
    message
      .given(history(over))
      .when(shredded)
      .then([{ type: 'MessageShredded', data: {}, private: null }]);
    for (const again of [shredded, over]) message.given(history(over, shredded)).when(again).thenNothing();
    message.given(sent()).when(shredded).thenRefused('not-due');
  });

  it('never comes to a message that was never sent: not-found', () => {
    message
      .given([])
      .when((state) => expire(state, expiresAt))
      .thenRefused('not-found');
  });

  it.each([
    ['opening', opened()],
    ['marking as unread', unread()],
    ['moving', moved('f1')],
    ['deleting', deleted()],
    ['restoring', restored()],
    ['deleting for good', gone()],
  ])('after it %s is refused: not-found', (_, decision) => {
    message
      .given(history((state) => expire(state, expiresAt)))
      .when(decision)
      .thenRefused('not-found');
  });
});
