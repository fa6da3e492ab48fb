import { describe, expect, it } from 'vitest';
import { type PersonEvent } from '../contracts/events/person.events.js';
import { specification } from '../../test/harness/given-when-then.js';
import { livingDevices, MAX_DEVICES, PAIRING_LASTS_MS, pairDevice, removeDevice } from './decide-devices.js';
import { personDecider, type PersonState, registerPerson } from './person.decider.js';

const person = specification(personDecider);
const pairedAt = '2026-11-23T10:00:00.000Z';
const now = new Date(pairedAt);
const aYearLater = new Date(now.getTime() + PAIRING_LASTS_MS);
const strongAuth = { acr: 'eidas1', amr: ['mfa'], at: '2026-11-23T09:50:00.000Z' };
const registered = registerPerson(personDecider.initial, {
  mailbox: 'm1',
  roles: [],
  lastName: 'Nouveau',
  firstName: 'Paul',
});
const paired = (device: string, key = device, at = pairedAt): PersonEvent => ({
  type: 'DevicePaired',
  data: { device, thumbprint: key, pairedAt: at, strongAuth },
  private: { name: 'Téléphone' },
});
const removed = (device: string, reason: 'asked' | 'paired-anew' | 'token-reused', at = pairedAt) =>
  ({ type: 'DeviceRemoved', data: { device, removedAt: at, reason }, private: null }) as const;
const pair =
  (device: string, thumbprint: string, at = now) =>
  (state: PersonState) =>
    pairDevice(state, { device, thumbprint, name: 'Téléphone', strongAuth, now: at });
const remove = (device: string) => (state: PersonState) =>
  removeDevice(state, { device, removedAt: pairedAt, reason: 'asked' });

describe('mobile devices (S12)', () => {
  it('are paired with the thumbprint of their key and the authentication of the session', () => {
    person
      .given(registered)
      .when(pair('d1', 'k1'))
      .then([paired('d1', 'k1')]);
    person.given([]).when(pair('d1', 'k1')).thenRefused('not-found');
  });

  it('are another device when the same key is paired anew: what was there before is worth nothing', () => {
    const before = [...registered, paired('d1', 'k1'), paired('d2', 'k2')];
    person
      .given(before)
      .when(pair('d3', 'k1'))
      .then([removed('d1', 'paired-anew'), paired('d3', 'k1')]);
  });

  it('are removed once', () => {
    const had = [...registered, paired('d1')];
    person
      .given(had)
      .when(remove('d1'))
      .then([removed('d1', 'asked')]);
    person
      .given([...had, removed('d1', 'asked')])
      .when(remove('d1'))
      .thenRefused('not-found');
  });

  it('are ten at most: too-many-devices, unless the key is one of theirs', () => {
    const many = Array.from({ length: MAX_DEVICES }, (_, n) => paired(`d${n}`));
    const full = [...registered, ...many];
    person.given(full).when(pair('d', 'k')).thenRefused('too-many-devices');
    person
      .given(full)
      .when(pair('d', 'd3'))
      .then([removed('d3', 'paired-anew'), paired('d', 'd3')]);
    person
      .given([...full, removed('d0', 'token-reused')])
      .when(pair('d', 'k'))
      .then([paired('d', 'k')]);
  });

  it('last a year, and count no more afterwards', () => {
    const many = Array.from({ length: MAX_DEVICES }, (_, n) => paired(`d${n}`));
    const { state } = person.given([...registered, ...many]);
    expect(livingDevices(state, new Date(aYearLater.getTime() - 1)).size).toBe(MAX_DEVICES);
    expect(livingDevices(state, aYearLater).size).toBe(0);
    person
      .given([...registered, ...many])
      .when(pair('d', 'k', aYearLater))
      .then([paired('d', 'k', aYearLater.toISOString())]);
  });

  it('have no name once the key of the person is destroyed', () => {
    const { state } = person.given([...registered, { ...paired('d1'), private: null }]);
    expect(state.devices.get('d1')).toMatchObject({ name: null, thumbprint: 'd1' });
  });
});
