import { describe, it } from 'vitest';
import { type PersonEvent } from '../contracts/events/person.events.js';
import { specification } from '../../test/harness/given-when-then.js';
import { associate, CODE_LIFE_MS, CODE_TRIES, issueAssociationCode } from './decide-association.js';
import { personDecider, type PersonState, registerPerson } from './person.decider.js';

const person = specification(personDecider);
const at = new Date('2026-11-23T10:00:00.000Z');
const registered = registerPerson(personDecider.initial, {
  mailbox: 'm1',
  roles: [],
  lastName: 'Nouveau',
  firstName: 'Paul',
});
const issued = (code = 'right'): PersonEvent => ({
  type: 'AssociationCodeIssued',
  data: { code, issuedAt: at.toISOString(), expiresAt: '2026-11-30T10:00:00.000Z' },
  private: null,
});
const failed: PersonEvent = {
  type: 'AssociationFailed',
  data: { failedAt: at.toISOString() },
  private: null,
};
const linked: PersonEvent = { type: 'IdentityLinked', data: { identity: 'i1' }, private: null };
const attempt =
  (code: string, now = at) =>
  (state: PersonState) =>
    associate(state, { code, identity: 'i1', now });

describe('the association code (A2)', () => {
  it('is issued for seven days', () => {
    person
      .given(registered)
      .when((state) => issueAssociationCode(state, { code: 'right', now: at }))
      .then([issued()]);
  });

  it('of a person who is linked is refused: already-linked', () => {
    person
      .given([...registered, linked])
      .when((state) => issueAssociationCode(state, { code: 'right', now: at }))
      .thenRefused('already-linked');
  });

  it('links the identity', () => {
    person
      .given([...registered, issued()])
      .when(attempt('right'))
      .then([linked]);
  });

  it('that is wrong is counted, five times; then the right one is refused too', () => {
    const tries = (count: number) => [
      ...registered,
      issued(),
      ...Array.from({ length: count }, () => failed),
    ];
    person.given(tries(0)).when(attempt('wrong')).then([failed]);
    person
      .given(tries(CODE_TRIES - 1))
      .when(attempt('right'))
      .then([linked]);
    for (const code of ['right', 'wrong']) {
      person.given(tries(CODE_TRIES)).when(attempt(code)).thenRefused('association-refused');
    }
  });

  it('that is new takes the place of the one before, tries included', () => {
    const again = [
      ...registered,
      issued('old'),
      ...Array.from({ length: CODE_TRIES }, () => failed),
      issued(),
    ];
    person.given(again).when(attempt('right')).then([linked]);
    person.given(again).when(attempt('old')).then([failed]);
  });

  it('is over at the end of its seven days, and once it was used', () => {
    const end = new Date(at.getTime() + CODE_LIFE_MS);
    const given = [...registered, issued()];
    person
      .given(given)
      .when(attempt('right', new Date(end.getTime() - 1)))
      .then([linked]);
    person.given(given).when(attempt('right', end)).thenRefused('association-refused');
    person
      .given([...given, linked])
      .when(attempt('right'))
      .thenRefused('association-refused');
    person.given(registered).when(attempt('right')).thenRefused('association-refused');
  });
});
