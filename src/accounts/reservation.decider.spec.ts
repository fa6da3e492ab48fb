import { describe, it } from 'vitest';
import { specification } from '../../test/harness/given-when-then.js';
import {
  giveBackAddress,
  reservationDecider,
  reserveAddress,
  reserveIdentity,
} from './reservation.decider.js';
import { publishTerms, termsDecider } from './terms.decider.js';

describe('a reservation', () => {
  const reservation = specification(reservationDecider);

  it('of an address is for one mailbox', () => {
    const events = reserveAddress({ holder: null }, 'm1');
    reservation
      .given([])
      .when((state) => reserveAddress(state, 'm1'))
      .then([{ type: 'AddressReserved', data: { mailbox: 'm1' }, private: null }]);
    reservation
      .given(events)
      .when((state) => reserveAddress(state, 'm1'))
      .thenNothing();
    reservation
      .given(events)
      .when((state) => reserveAddress(state, 'm2'))
      .thenRefused('address-taken');
  });

  it('of an address that its mailbox has no longer is for another', () => {
    const events = reserveAddress({ holder: null }, 'm1');
    reservation
      .given(events)
      .when((state) => reserveAddress(state, 'm2', 'm1'))
      .then([{ type: 'AddressReserved', data: { mailbox: 'm2' }, private: null }]);
    // Somebody else was faster.
    reservation
      .given(events)
      .when((state) => reserveAddress(state, 'm3', 'm2'))
      .thenRefused('address-taken');
  });

  it('that was taken from a mailbox that has the address is given back', () => {
    const events = [
      ...reserveAddress({ holder: null }, 'm1'),
      ...reserveAddress({ holder: 'm1' }, 'm2', 'm1'),
    ];
    reservation
      .given(events)
      .when((state) => giveBackAddress(state, 'm2', 'm1'))
      .then([{ type: 'AddressReserved', data: { mailbox: 'm1' }, private: null }]);
    reservation
      .given(events)
      .when((state) => giveBackAddress(state, 'm3', 'm1'))
      .thenNothing();
  });

  it('of an identity is for one person', () => {
    const events = reserveIdentity({ holder: null }, 'p1');
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
