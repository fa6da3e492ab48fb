import { describe, expect, it } from 'vitest';
import { deleted, gone, history, message, opened } from '../../test/harness/message-history.js';
import { sent } from '../../test/harness/sealed-message.js';
import { concernedBy } from './notice-of.js';

type Told = Parameters<typeof concernedBy>[0];
const sender = { mailbox: 'antoine', copy: 'm1' };
const openedBy = (change: object): Told => {
  const [event] = opened()(message.given(sent()).state);
  if (event?.type !== 'MessageOpened') throw new Error('nothing was opened');
  return { ...event, data: { ...event.data, ...change } };
};

describe('whom an event concerns (S7)', () => {
  it('tells who received a message, delegates too (A5)', () => {
    const [delivered] = sent().filter(({ type }) => type === 'MessageDelivered') as Told[];
    expect(concernedBy(delivered!, null)).toEqual({ kind: 'received', mailbox: 'claire', copy: 'm1' });
  });

  it('tells the sender of the first opening by a recipient', () => {
    expect(concernedBy(openedBy({}), null)).toEqual({ kind: 'opened', ...sender });
  });

  it.each([
    ['a second opening', { firstOfMailbox: false }],
    ['an opening by a delegate', { role: 'delegate' }],
    ['the sender’s own opening', { role: 'sender', mailbox: 'antoine' }],
    ['the opening of what one sent to oneself', { mailbox: 'antoine' }],
    ['an opening once the sender has deleted the message', { senderCopy: null }],
  ])('tells nobody of %s', (_, change) => {
    expect(concernedBy(openedBy(change), null)).toBeUndefined();
  });

  it('tells the sender, while they have it, that somebody else deleted a message for good', () => {
    const [deletion] = history(deleted(), gone()).filter(
      ({ type }) => type === 'MessageDeletedForever',
    ) as Told[];
    expect(concernedBy(deletion!, sender)).toEqual({ kind: 'deleted', ...sender });
    expect(concernedBy(deletion!, null)).toBeUndefined();
    expect(concernedBy(deletion!, { mailbox: 'claire', copy: 'm1-sent' })).toBeUndefined();
  });
});
