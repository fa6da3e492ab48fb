import { expect, it } from 'vitest';
import { specification } from '../../test/harness/given-when-then.js';
import { type PersonEvent } from '../contracts/events/person.events.js';
import { setDefaultAccount } from './decide-default-account.js';
import { personDecider, type PersonState, registerPerson } from './person.decider.js';

const person = specification(personDecider);
const registered = registerPerson(personDecider.initial, {
  mailbox: 'own',
  roles: [],
  lastName: 'Martin',
  firstName: 'Julie',
});
const event = (mailbox: string | null): PersonEvent => ({
  type: 'DefaultAccountSet',
  data: { mailbox },
  private: null,
});
const set = (mailbox: string | null) => (state: PersonState) => setDefaultAccount(state, mailbox);

it('the account shown after login is set, and set back to one’s own (S14)', () => {
  person
    .given(registered)
    .when(set('shared'))
    .then([event('shared')]);
  const given = person.given([...registered, event('shared')]);
  for (const own of [null, 'own']) given.when(set(own)).then([event(null)]);
  expect(given.state.defaultAccount).toBe('shared');
});

it('as it was, nothing happens; of nobody it cannot be set: not-found (S14)', () => {
  person.given(registered).when(set(null)).thenNothing();
  person
    .given([...registered, event('shared')])
    .when(set('shared'))
    .thenNothing();
  person.given([]).when(set('shared')).thenRefused('not-found');
});
