import { describe, it } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { sent } from '../../test/harness/sealed-message.js';
import { delegateCopies } from './delegate-copies.projection.js';

const copies = projectionSpec(delegateCopies);
const delegated = sent({ recipients: [{ mailbox: 'claire', delegates: ['julie', 'rose'] }] });
const m1 = (...events: readonly AnyEvent[]) => on('message-m1', ...delegated, ...events);
const held = (mailbox: string) => ({
  mailbox,
  message: 'm1',
  copyOf: ['claire'],
  deliveredAt: '2026-01-01T08:00:00.000Z',
});

describe('delegate copies (S4)', () => {
  it('names each delegate’s copy and whose delegate it is, not the recipient’s own', () => {
    copies.given(m1()).then({
      'delegate-copies/julie/m1': held('julie'),
      'delegate-copies/rose/m1': held('rose'),
    });
  });

  it('forgets the copy that a delegate deletes for good', () => {
    const gone: AnyEvent = {
      type: 'MessageDeletedForever',
      data: { mailbox: 'julie', copy: 'm1', folder: 'deleted', unread: false },
      private: null,
    };
    copies.given(m1(gone)).then({ 'delegate-copies/rose/m1': held('rose') });
  });

  it('forgets all of a message that has expired', () => {
    const left = ['antoine', 'claire', 'julie', 'rose'].map((mailbox) => ({
      mailbox,
      copy: 'm1',
      folder: 'inbox',
      unread: true,
    }));
    const expired: AnyEvent = {
      type: 'MessageExpired',
      data: { reason: 'retention', copies: left, mailboxes: left.map(({ mailbox }) => mailbox) },
      private: null,
    };
    copies.given(m1(expired)).then({});
  });
});
