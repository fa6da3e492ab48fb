import { describe, expect, it } from 'vitest';
import { type PersonEvent } from '../contracts/events/person.events.js';
import { specification } from '../../test/harness/given-when-then.js';
import { associateCard, maskedNationalId, MAX_CARDS, removeCard } from './decide-cards.js';
import { personDecider, type PersonState, registerPerson } from './person.decider.js';

const person = specification(personDecider);
const associatedAt = '2026-11-23T10:00:00.000Z';
const registered = registerPerson(personDecider.initial, {
  mailbox: 'm1',
  roles: [],
  lastName: 'Nouveau',
  firstName: 'Paul',
});
const card = (id: string, nationalId = id): PersonEvent => ({
  type: 'CardAssociated',
  data: { card: id, nationalId, associatedAt },
  private: { masked: '•1' },
});
const removed = (id: string): PersonEvent => ({
  type: 'CardRemoved',
  data: { card: id, removedAt: associatedAt },
  private: null,
});
const associate = (id: string, nationalId: string) => (state: PersonState) =>
  associateCard(state, { card: id, nationalId, masked: '•1', associatedAt });
const remove = (id: string) => (state: PersonState) =>
  removeCard(state, { card: id, removedAt: associatedAt });

describe('CPS cards (S1)', () => {
  it('are associated once by their national id', () => {
    person
      .given(registered)
      .when(associate('c1', 'n1'))
      .then([card('c1', 'n1')]);
    person
      .given([...registered, card('c1', 'n1')])
      .when(associate('c2', 'n1'))
      .thenNothing();
  });

  it('are removed, and may come back', () => {
    const had = [...registered, card('c1', 'n1')];
    person
      .given(had)
      .when(remove('c1'))
      .then([removed('c1')]);
    person
      .given([...had, removed('c1')])
      .when(associate('c2', 'n1'))
      .then([card('c2', 'n1')]);
    person
      .given([...had, removed('c1')])
      .when(remove('c1'))
      .thenRefused('not-found');
  });

  it('are ten at most: too-many-cards', () => {
    const many = Array.from({ length: MAX_CARDS }, (_, n) => card(`c${n}`));
    person
      .given([...registered, ...many])
      .when(associate('c', 'n'))
      .thenRefused('too-many-cards');
  });

  it.each([
    ['899000000001', '••••••••0001'],
    ['12345', '•2345'],
    ['1234', '•234'],
    ['1', '•'],
    [`5${'0'.repeat(60)}1234`, `${'•'.repeat(30)}1234`],
  ])('show of %s only %s', (nationalId, masked) => {
    expect(maskedNationalId(nationalId)).toBe(masked);
  });
});
