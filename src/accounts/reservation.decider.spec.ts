import { describe, expect, it } from 'vitest';
import { specification } from '../../test/harness/given-when-then.js';
import {
  confirmAddress,
  ReservationChanged,
  reservationDecider,
  type ReservationState,
  reserveAddress,
  reserveIdentity,
} from './reservation.decider.js';
import { type ReservationEvent } from '../contracts/events/reservation.events.js';
import { publishTerms, termsDecider } from './terms.decider.js';

const noReservation = reservationDecider.initial;

describe('a reservation', () => {
  const reservation = specification(reservationDecider);
  const reserved = (mailbox: string): ReservationEvent => ({
    type: 'AddressReserved',
    data: { mailbox },
    private: null,
  });
  const reserve =
    (mailbox: string, { seen = noReservation, isFree = true } = {}) =>
    (state: ReservationState) =>
      reserveAddress(state, mailbox, seen, isFree);
  const byFirst = { holder: 'm1', turn: 1 };

  it('of an address is for one mailbox', () => {
    reservation
      .given([])
      .when(reserve('m1'))
      .then([reserved('m1')]);
    const given = reservation.given([reserved('m1')]);
    expect(given.state).toEqual(byFirst);
    given.when(reserve('m1')).thenNothing();
    given.when(reserve('m2', { seen: byFirst, isFree: false })).thenRefused('address-taken');
  });

  it('of an address that its mailbox has no longer is for another', () => {
    reservation
      .given([reserved('m1')])
      .when(reserve('m2', { seen: byFirst }))
      .then([reserved('m2')]);
  });

  it('is looked at again where somebody has reserved the address since, be it the same mailbox', () => {
    for (const mailbox of ['m1', 'm3']) {
      const { state } = reservation.given([reserved('m1'), reserved(mailbox)]);
      expect(() => reserve('m2', { seen: byFirst })(state)).toThrow(ReservationChanged);
    }
    expect(() => reserve('m2')(byFirst)).toThrow(ReservationChanged);
  });

  it('is confirmed by a reservation of its own, unless it is another’s by then', () => {
    reservation
      .given([reserved('m1')])
      .when((state) => confirmAddress(state, 'm1'))
      .then([reserved('m1')]);
    reservation
      .given([reserved('m1'), reserved('m2')])
      .when((state) => confirmAddress(state, 'm1'))
      .thenRefused('address-taken');
  });

  it('of an identity is for one person', () => {
    const events = reserveIdentity(noReservation, 'p1');
    reservation
      .given([])
      .when((state) => reserveIdentity(state, 'p1'))
      .then([{ type: 'IdentityReserved', data: { person: 'p1' }, private: null }]);
    reservation
      .given(events)
      .when((state) => reserveIdentity(state, 'p1'))
      .thenNothing();
    reservation
      .given(events)
      .when((state) => reserveIdentity(state, 'p2'))
      .thenRefused('identity-taken');
  });
});

describe('the terms of use (A2)', () => {
  const terms = specification(termsDecider);
  const text = (version: string, sha256: string) => ({
    version,
    sha256: sha256.repeat(64),
    title: 'CGU',
    html: '<p>…</p>',
    publishedAt: '2026-11-23T10:00:00.000Z',
  });
  const publish = (version: string, sha256: string) => (state: typeof termsDecider.initial) =>
    publishTerms(state, text(version, sha256));
  const published = publish('1', 'a')(termsDecider.initial);

  it('are published by version; the same again changes nothing', () => {
    terms
      .given([])
      .when(publish('1', 'a'))
      .then([{ type: 'TermsPublished', data: text('1', 'a'), private: null }]);
    terms.given(published).when(publish('1', 'a')).thenNothing();
  });

  it('a version that is published keeps its text, and never comes back: version-taken', () => {
    terms.given(published).when(publish('1', 'b')).thenRefused('version-taken');
    const second = publish('2', 'b')(terms.given(published).state);
    terms
      .given([...published, ...second])
      .when(publish('1', 'a'))
      .thenRefused('version-taken');
  });
});
