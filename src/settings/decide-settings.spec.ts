import { describe, expect, it } from 'vitest';
import { specification } from '../../test/harness/given-when-then.js';
import { registerMailbox } from '../accounts/decide-register-mailbox.js';
import { mailboxDecider } from '../accounts/mailbox.decider.js';
import { type MailboxState, noMailbox } from '../accounts/mailbox.state.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { type AutoReply } from '../contracts/settings/auto-reply.js';
import { defaultNotifications } from '../contracts/settings/notification-settings.js';
import { setAutoReply } from './decide-auto-reply.js';
import { setNotifications } from './decide-notifications.js';
import { changeSignature, createSignature, MAX_SIGNATURES, removeSignature } from './decide-signatures.js';

const mailbox = specification(mailboxDecider);
const registered = registerMailbox(noMailbox, {
  type: 'MED',
  owner: 'p1',
  address: 'antoine@medimail.test',
  label: 'Antoine',
});
const saved = (signature: string, name: string, html = '<p>A.</p>'): MailboxEvent => ({
  type: 'SignatureSaved',
  data: { signature },
  private: { name, html },
});

describe('signatures (S6)', () => {
  const create =
    (name: string, html = '<p>A.</p>') =>
    (state: MailboxState) =>
      createSignature(state, { signature: 's1', name, html });
  const change =
    (name: string, html = '<p>A.</p>') =>
    (state: MailboxState) =>
      changeSignature(state, { signature: 's1', name, html });

  it('are written, their name without spaces around it', () => {
    mailbox
      .given(registered)
      .when(create(' Courte '))
      .then([saved('s1', 'Courte')]);
  });

  it('without a name are refused: invalid', () => {
    const refusal = mailbox.given(registered).when(create('  ')).thenRefused('invalid');
    expect(refusal.errors.map(({ field }) => field)).toEqual(['name']);
  });

  it('have 64 KiB at most, in bytes: html-too-large', () => {
    mailbox
      .given(registered)
      .when(create('A', 'é'.repeat(32 * 1024)))
      .then([saved('s1', 'A', 'é'.repeat(32 * 1024))]);
    mailbox
      .given(registered)
      .when(create('A', `${'é'.repeat(32 * 1024)}a`))
      .thenRefused('html-too-large');
  });

  it('are 50 at most: too-many-signatures', () => {
    const many = Array.from({ length: MAX_SIGNATURES }, (_, index) => saved(`x${index}`, 'A'));
    mailbox
      .given([...registered, ...many])
      .when(create('A'))
      .thenRefused('too-many-signatures');
    mailbox
      .given([...registered, ...many.slice(1)])
      .when(create('A'))
      .then([saved('s1', 'A')]);
  });

  it('are changed; as they were, nothing is', () => {
    const given = mailbox.given([...registered, saved('s1', 'A')]);
    given.when(change('B')).then([saved('s1', 'B')]);
    given.when(change('A', '<p>B.</p>')).then([saved('s1', 'A', '<p>B.</p>')]);
    given.when(change('A')).thenNothing();
  });

  it('are removed; what is not there, or no more, is not-found', () => {
    const remove = (state: MailboxState) => removeSignature(state, 's1');
    const removed: MailboxEvent = { type: 'SignatureRemoved', data: { signature: 's1' }, private: null };
    mailbox
      .given([...registered, saved('s1', 'A')])
      .when(remove)
      .then([removed]);
    for (const decision of [remove, change('A')]) {
      mailbox.given(registered).when(decision).thenRefused('not-found');
      mailbox
        .given([...registered, saved('s1', 'A'), removed])
        .when(decision)
        .thenRefused('not-found');
    }
  });
});

describe('notifications (S7)', () => {
  const { address: _, ...kinds } = defaultNotifications;
  const set =
    (change: object, isAccount = false) =>
    (state: MailboxState) =>
      setNotifications(state, { ...defaultNotifications, ...change }, isAccount);
  const event = (address: string | null, change: object = {}): MailboxEvent => ({
    type: 'NotificationsSet',
    data: { ...kinds, ...change },
    private: { address },
  });

  it('are switched by kind, and have an address or none', () => {
    mailbox
      .given(registered)
      .when(set({ opened: false }))
      .then([event(null, { opened: false })]);
    mailbox
      .given(registered)
      .when(set({ address: 'a@b.fr' }))
      .then([event('a@b.fr')]);
  });

  it('as they were change nothing', () => {
    const given = mailbox.given([...registered, event('a@b.fr', { failed: false })]);
    given.when(set({ address: 'a@b.fr', failed: false })).thenNothing();
    given.when(set({ address: 'a@b.fr' })).then([event('a@b.fr')]);
  });

  it('to the account itself, by whichever of its addresses, are refused: address-refused', () => {
    const correspondence: MailboxEvent = {
      type: 'CorrespondenceSet',
      data: { kind: 'mssante' },
      private: { address: 'antoine@mssante.test' },
    };
    const given = mailbox.given([...registered, correspondence]);
    for (const address of ['antoine@medimail.test', 'antoine@mssante.test']) {
      given.when(set({ address }, true)).thenRefused('address-refused');
    }
  });

  it('to another account are refused, but stay where they went before somebody had that address', () => {
    mailbox
      .given(registered)
      .when(set({ address: 'claire@medimail.test' }, true))
      .thenRefused('address-refused');
    mailbox
      .given([...registered, event('a@b.fr')])
      .when(set({ address: 'a@b.fr', failed: false }, true))
      .then([event('a@b.fr', { failed: false })]);
  });
});

describe('the automatic reply (S10)', () => {
  const reply: AutoReply = { enabled: true, text: 'Absent.', from: '2026-12-24', to: '2027-01-02' };
  const set =
    (change: Partial<AutoReply> = {}) =>
    (state: MailboxState) =>
      setAutoReply(state, { ...reply, ...change });
  const { text, ...data } = reply;
  const event: MailboxEvent = { type: 'AutoReplySet', data, private: { text } };

  it('is set, for days in their order or without an end; as it was changes nothing', () => {
    mailbox.given(registered).when(set()).then([event]);
    mailbox
      .given(registered)
      .when(set({ to: '2026-12-24' }))
      .then([{ ...event, data: { ...data, to: '2026-12-24' } }]);
    mailbox
      .given([...registered, event])
      .when(set())
      .thenNothing();
    mailbox
      .given([...registered, event])
      .when(set({ enabled: false, text: '', from: null, to: null }))
      .then([
        { type: 'AutoReplySet', data: { enabled: false, from: null, to: null }, private: { text: '' } },
      ]);
  });

  it.each<[Partial<AutoReply>, string[]]>([
    [{ text: ' ' }, ['text required']],
    [{ from: '2026-02-30', to: 'demain', text: '' }, ['text required', 'from day', 'to day']],
    [{ from: '2027-01-03' }, ['to order']],
  ])('with %o is refused, all at once: invalid', (change, expected) => {
    const refusal = mailbox.given(registered).when(set(change)).thenRefused('invalid');
    expect(refusal.errors.map(({ field, code }) => `${field} ${code}`)).toEqual(expected);
  });
});
