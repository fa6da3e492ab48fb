import { describe, expect, it } from 'vitest';
import { specification } from '../../test/harness/given-when-then.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { removeCorrespondence, setCorrespondence, takeBackCorrespondence } from './decide-correspondences.js';
import { registerMailbox } from './decide-register-mailbox.js';
import { mailboxDecider } from './mailbox.decider.js';
import { type MailboxState, noMailbox } from './mailbox.state.js';

const mailbox = specification(mailboxDecider);
const personal = registerMailbox(noMailbox, {
  type: 'MED',
  owner: 'p1',
  address: 'antoine@medimail.test',
  label: 'Antoine',
});

describe('correspondences (S8, S9)', () => {
  const set = (address: string) => (state: MailboxState) =>
    setCorrespondence(state, { kind: 'mssante', address });
  const event: MailboxEvent = {
    type: 'CorrespondenceSet',
    data: { kind: 'mssante' },
    private: { address: 'a@b.fr' },
  };

  it('are set, once for the same address', () => {
    mailbox.given(personal).when(set('a@b.fr')).then([event]);
    mailbox
      .given([...personal, event])
      .when(set('a@b.fr'))
      .thenNothing();
  });

  it('are no address to which the account’s notifications go: address-refused', () => {
    const kinds = { received: true, opened: true, deleted: true, expiring: true, failed: true };
    const notified: MailboxEvent = {
      type: 'NotificationsSet',
      data: kinds,
      private: { address: 'a@b.fr' },
    };
    mailbox
      .given([...personal, notified])
      .when(set('a@b.fr'))
      .thenRefused('address-refused');
  });

  it('are taken away, with what was said of them', () => {
    const removed: MailboxEvent = { type: 'CorrespondenceRemoved', data: { kind: 'mssante' }, private: null };
    const given = mailbox.given([...personal, event]);
    given.when((known) => removeCorrespondence(known, 'mssante')).then([removed]);
    const { state } = mailbox.given([...personal, event, removed]);
    expect([state.correspondences.size, state.correspondenceTerms.size]).toEqual([0, 0]);
  });

  it.each(['mssante', 'fax', ''])('that the account has not cannot be taken away: not-found (%s)', (kind) => {
    mailbox
      .given(personal)
      .when((state) => removeCorrespondence(state, kind))
      .thenRefused('not-found');
  });
});

describe('a correspondence that turned out to be another account’s', () => {
  const set = (address: string): MailboxEvent => ({
    type: 'CorrespondenceSet',
    data: { kind: 'mssante' },
    private: { address },
  });
  const takeBack = (state: MailboxState) =>
    takeBackCorrespondence(state, { kind: 'mssante', address: 'a@b.fr' });

  it('goes', () => {
    const removed: MailboxEvent = { type: 'CorrespondenceRemoved', data: { kind: 'mssante' }, private: null };
    mailbox
      .given([...personal, set('a@b.fr')])
      .when(takeBack)
      .then([removed]);
  });

  it('leaves what was set since', () => {
    mailbox
      .given([...personal, set('a@b.fr'), set('c@b.fr')])
      .when(takeBack)
      .thenNothing();
  });
});
