import { describe, expect, it } from 'vitest';
import {
  antoine,
  claire,
  deleted,
  gone,
  history,
  message,
  opened,
  unread,
} from '../../test/harness/message-history.js';
import { by, expiresAt, sent } from '../../test/harness/sealed-message.js';
import { isOpenedBy, openedCopy } from './held-copy.js';

const opening = (change: object = {}) => ({
  type: 'MessageOpened' as const,
  data: {
    mailbox: 'claire',
    copy: 'm1',
    person: 'p-claire',
    role: 'recipient' as const,
    folder: 'inbox',
    unreadBefore: true,
    firstOfMailbox: true,
    senderCopy: { mailbox: 'antoine', copy: 'm1' },
    ...change,
  },
  private: { by },
});
describe('opening (C6, C8)', () => {
  it('is recorded, with what the sender counts', () => {
    message.given(sent()).when(opened()).then([opening()]);
  });

  it('is recorded once for a person', () => {
    message.given(history(opened())).when(opened()).thenNothing();
  });

  it('is recorded for each person of the mailbox; the first only counts as the mailbox’s', () => {
    message
      .given(history(opened()))
      .when(opened({ ...claire, person: 'p-julie' }))
      .then([opening({ person: 'p-julie', unreadBefore: false, firstOfMailbox: false })]);
  });

  it('of the sender’s own sent copy is an opening too, though it was read from the start', () => {
    const own = {
      mailbox: 'antoine',
      person: 'p-antoine',
      role: 'sender',
      folder: 'sent',
      unreadBefore: false,
    };
    message
      .given(sent())
      .when(opened(antoine))
      .then([opening(own)]);
    message
      .given(history(opened(antoine)))
      .when(opened(antoine))
      .thenNothing();
  });

  it('after the mailbox marked it as unread reads it again, once', () => {
    const events = history(opened(), unread());
    message
      .given(events)
      .when(opened())
      .then([opening({ firstOfMailbox: false })]);
    message
      .given(history(opened(), unread(), opened()))
      .when(opened())
      .thenNothing();
  });

  it('names no sender’s copy once that is gone', () => {
    const events = history(deleted(antoine), gone(antoine));
    message
      .given(events)
      .when(opened())
      .then([opening({ senderCopy: null })]);
  });

  it.each([
    ['a mailbox that holds no copy', { ...claire, mailbox: 'rose' }],
    ['an id that the message does not have in this mailbox', { ...claire, copy: 'm1-sent' }],
    ['the instant at which it ends', { ...claire, at: expiresAt }],
  ])('is refused for %s: not-found', (_, act) => {
    message.given(sent()).when(opened(act)).thenRefused('not-found');
  });

  it('is refused for a message that was never sent: not-found', () => {
    message.given([]).when(opened()).thenRefused('not-found');
  });
});

describe('reading body and attachments, exporting, replying', () => {
  it('needs the person’s own opening: not-opened', () => {
    message
      .given(sent())
      .when((state) => {
        openedCopy(state, claire);
        return [];
      })
      .thenRefused('not-opened');
    const { state } = message.given(history(opened()));
    expect(openedCopy(state, claire).openedBy).toEqual(['p-claire']);
    expect(isOpenedBy(state, claire, 'p-julie')).toBe(false);
  });

  it('needs none in the sender’s own copy', () => {
    expect(isOpenedBy(message.given(sent()).state, antoine, 'p-antoine')).toBe(true);
  });

  it('stays possible after it was marked as unread', () => {
    expect(isOpenedBy(message.given(history(opened(), unread())).state, claire, 'p-claire')).toBe(true);
  });
});

describe('marking as unread', () => {
  it('is recorded where the copy was read', () => {
    message
      .given(history(opened()))
      .when(unread())
      .then([
        {
          type: 'MessageMarkedUnread',
          data: { mailbox: 'claire', copy: 'm1', folder: 'inbox' },
          private: { by },
        },
      ]);
  });

  it('changes nothing where it is unread', () => {
    message.given(sent()).when(unread()).thenNothing();
  });
});
