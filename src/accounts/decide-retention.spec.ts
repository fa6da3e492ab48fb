import { describe, it } from 'vitest';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { specification } from '../../test/harness/given-when-then.js';
import { retentionApplied, setLegalHold, setRetention } from './decide-retention.js';
import { registerMailbox } from './decide-register-mailbox.js';
import { mailboxDecider } from './mailbox.decider.js';
import { type MailboxState, noMailbox } from './mailbox.state.js';

const mailbox = specification(mailboxDecider);
const address = { address: 'secretariat@medimail.test', label: 'Cardio' };
const there = registerMailbox(noMailbox, { type: 'ORG', owner: null, ...address });
const set = (days: number | null): MailboxEvent => ({ type: 'RetentionSet', data: { days }, private: null });
const applied = (days: number): MailboxEvent => ({ type: 'RetentionApplied', data: { days }, private: null });
const setting = (days: number | null) => (state: MailboxState) => setRetention(state, days);
const applying = (days: number) => (state: MailboxState) => retentionApplied(state, days);

describe('a retention of an account’s own (R1)', () => {
  it.each([1, 30, 89])('may be %i days', (days) => {
    mailbox
      .given(there)
      .when(setting(days))
      .then([set(days)]);
  });

  it.each([90, 100, 365])('may not be %i days: three calendar months can be 89', (days) => {
    mailbox.given(there).when(setting(days)).thenRefused('retention-too-long');
  });

  it.each([0, -1, 1.5, NaN])('is whole days, one at least: not %d', (days) => {
    mailbox.given(there).when(setting(days)).thenRefused('invalid');
  });

  it('set again changes nothing; taken back it is the law’s', () => {
    mailbox
      .given([...there, set(30)])
      .when(setting(30))
      .thenNothing();
    mailbox.given(there).when(setting(null)).thenNothing();
    mailbox
      .given([...there, set(30)])
      .when(setting(null))
      .then([set(null)]);
  });

  it('is applied to the copies of before once, unless another was set meanwhile', () => {
    mailbox
      .given([...there, set(30)])
      .when(applying(30))
      .then([applied(30)]);
    mailbox
      .given([...there, set(30), set(20)])
      .when(applying(30))
      .thenNothing();
    mailbox
      .given([...there, set(30), applied(30)])
      .when(applying(30))
      .thenNothing();
  });

  it('of an account that is not there is refused', () => {
    mailbox.given([]).when(setting(30)).thenRefused('not-found');
  });
});

describe('a legal hold', () => {
  it('is refused, with the reason', () => {
    mailbox
      .given(there)
      .when((state) => setLegalHold(state))
      .thenRefused('no-legal-hold');
  });
});
