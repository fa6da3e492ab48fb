import { expect, it } from 'vitest';
import { mailboxDecider } from '../accounts/mailbox.decider.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { setManager } from './decide-manager.js';

const manager = {
  name: 'GCS e-santé',
  administrators: [{ name: 'Ana Lise', email: 'ana@gcs.test', phone: '0102030405' }],
};
const registered: MailboxEvent = {
  type: 'MailboxRegistered',
  data: { type: 'ORG', owner: null },
  private: { address: 'a@medimail.test', label: 'A' },
};
const after = (...events: MailboxEvent[]) =>
  events.reduce((state, event) => mailboxDecider.evolve(state, event), mailboxDecider.initial);

it('says who administers the account (S11)', () => {
  expect(setManager(after(registered), manager)).toEqual([
    { type: 'ManagerSet', data: {}, private: manager },
  ]);
});

it('changes nothing where it is the same, in whatever order its fields come', () => {
  const state = after(registered, ...setManager(after(registered), manager));
  const [{ name, email, phone } = { name: '', email: '', phone: '' }] = manager.administrators;
  expect(setManager(state, { administrators: [{ phone, name, email }], name: manager.name })).toEqual([]);
  expect(setManager(state, { ...manager, name: 'Autre' })).toHaveLength(1);
});

it('knows no account that there is not', () => {
  expect(() => setManager(after(), manager)).toThrow('not-found');
});
