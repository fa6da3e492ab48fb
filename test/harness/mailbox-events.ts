import { type AnyEvent } from '../../src/contracts/events/registry.js';

export const registered = (label: string): AnyEvent => ({
  type: 'MailboxRegistered',
  data: { type: 'ORG', owner: null },
  private: { address: 'a@medimail.test', label },
});

export const granted = (person: string): AnyEvent => ({
  type: 'AccessGranted',
  data: { grant: `g-${person}`, person },
  private: null,
});
