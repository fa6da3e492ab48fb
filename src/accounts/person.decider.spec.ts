import { describe, expect, it } from 'vitest';
import { type PersonEvent } from '../contracts/events/person.events.js';
import { specification } from '../../test/harness/given-when-then.js';
import {
  acceptTerms,
  linkIdentity,
  pending,
  personDecider,
  type PersonState,
  registerPerson,
  validateIdentity,
} from './person.decider.js';

const person = specification(personDecider);
const at = '2026-11-23T10:00:00.000Z';
const paul = { mailbox: 'm1', roles: [], lastName: 'Nouveau', firstName: 'Paul' };
const registered = registerPerson(personDecider.initial, paul);
const accepted: PersonEvent = {
  type: 'TermsAccepted',
  data: { version: '1', acceptedAt: at },
  private: null,
};
const names = { lastName: 'Nouveau', firstName: 'Paul' };
const validated: PersonEvent = { type: 'IdentityValidated', data: { validatedAt: at }, private: names };

const accept = (version: string, current: string | null) => (state: PersonState) =>
  acceptTerms(state, { version, current, acceptedAt: at });
const validate =
  (change: object = {}) =>
  (state: PersonState) =>
    validateIdentity(state, { form: { ...names, ...change }, terms: '1', validatedAt: at });

describe('registering a person', () => {
  it('names the person’s own mailbox and roles', () => {
    person
      .given([])
      .when((state) => registerPerson(state, { ...paul, roles: ['auditor'] }))
      .then([{ type: 'PersonRegistered', data: { mailbox: 'm1', roles: ['auditor'] }, private: names }]);
  });

  it('twice is refused: already-registered', () => {
    person
      .given(registered)
      .when((state) => registerPerson(state, paul))
      .thenRefused('already-registered');
  });
});

describe('linking the portal identity (A2)', () => {
  const link = (identity: string) => (state: PersonState) => linkIdentity(state, { identity });
  const linked: PersonEvent = { type: 'IdentityLinked', data: { identity: 'i1' }, private: null };

  it('happens once', () => {
    person.given(registered).when(link('i1')).then([linked]);
    person
      .given([...registered, linked])
      .when(link('i1'))
      .thenNothing();
  });

  it('to another identity is refused: already-linked', () => {
    person
      .given([...registered, linked])
      .when(link('i2'))
      .thenRefused('already-linked');
  });
});

describe('accepting the terms (A2)', () => {
  it('records version and time, once', () => {
    person.given(registered).when(accept('1', '1')).then([accepted]);
    person
      .given([...registered, accepted])
      .when(accept('1', '1'))
      .thenNothing();
  });

  it('of another version than the one in force is refused: terms-outdated', () => {
    person.given(registered).when(accept('1', '2')).thenRefused('terms-outdated');
    person.given(registered).when(accept('1', null)).thenRefused('terms-outdated');
  });
});

describe('validating the identity (A3)', () => {
  it('comes after the terms, else it is refused: terms-pending', () => {
    person.given(registered).when(validate()).thenRefused('terms-pending');
    person
      .given([...registered, accepted])
      .when(validate())
      .then([validated]);
  });

  it('needs both names, and tells all that is missing at once: invalid', () => {
    const refusal = person
      .given([...registered, accepted])
      .when(validate({ lastName: ' ', firstName: '' }))
      .thenRefused('invalid');
    expect(refusal.errors.map(({ field, code }) => `${field} ${code}`)).toEqual([
      'lastName required',
      'firstName required',
    ]);
  });

  it('keeps the whole form', () => {
    const form = { phone1: '03 83 00 00 00', activity: { profession: 'Médecin' }, redList: true };
    person
      .given([...registered, accepted])
      .when(validate(form))
      .then([{ ...validated, private: { ...names, ...form } }]);
  });

  it('again with the same form changes nothing, and corrects the names alone: else already-validated', () => {
    const phone1 = '03 83 00 00 00';
    const whole = { ...names, phone1 };
    const given = person.given([...registered, accepted, { ...validated, private: whole }]);
    given.when(validate({ lastName: ' Nouveau ', phone1 })).thenNothing();
    given
      .when(validate({ lastName: 'Ancien', phone1 }))
      .then([{ ...validated, private: { ...whole, lastName: 'Ancien' } }]);
    given.when(validate({ lastName: '', phone1 })).thenRefused('invalid');
    given.when(validate({ lastName: 'Ancien' })).thenRefused('already-validated');
    given.when(validate({ phone1: '1' })).thenRefused('already-validated');
    const bare = [...registered, accepted, { ...validated, private: null }] as PersonEvent[];
    person.given(bare).when(validate()).thenRefused('already-validated');
  });
});

it('nothing can be done for a person who does not exist: not-found', () => {
  for (const decision of [accept('1', '1'), validate()])
    person.given([]).when(decision).thenRefused('not-found');
  person
    .given([])
    .when((state) => linkIdentity(state, { identity: 'i1' }))
    .thenRefused('not-found');
});

describe('what is pending', () => {
  it.each<[string, PersonEvent[], string | null, string[]]>([
    ['both at first', registered, '1', ['terms', 'identity']],
    ['the identity after the terms', [...registered, accepted], '1', ['identity']],
    ['nothing afterwards', [...registered, accepted, validated], '1', []],
    ['the terms again when a new version is published', [...registered, accepted, validated], '2', ['terms']],
    ['no terms where none are published', registered, null, ['identity']],
  ])('%s', (_, events, terms, expected) => {
    expect(pending(person.given(events).state, terms)).toEqual(expected);
  });
});

it('names are absent where the private parts of the events are gone', () => {
  const bare = [...registered, accepted, validated].map((event) => ({
    ...event,
    private: null,
  })) as PersonEvent[];
  const { state } = person.given(bare);
  expect([state.lastName, state.firstName, state.identityValidated]).toEqual([null, null, true]);
});
