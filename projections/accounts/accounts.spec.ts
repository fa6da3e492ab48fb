import { describe, it } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { accounts } from './accounts.projection.js';

const view = projectionSpec(accounts);

const registered = (owner: string | null): AnyEvent => ({
  type: 'MailboxRegistered',
  data: { type: owner === null ? 'ORG' : 'MED', owner },
  private: { address: 'labo.bio@medimail.test', label: 'Labo de biologie' },
});
const granted = (grant: string, person: string): AnyEvent => ({
  type: 'AccessGranted',
  data: { grant, person },
  private: null,
});
const withdrawn = (grant: string, person: string): AnyEvent => ({
  type: 'AccessWithdrawn',
  data: { grant, person },
  private: null,
});
const correspondence = (kind: 'mssante' | 'apicrypt', address: string): AnyEvent => ({
  type: 'CorrespondenceSet',
  data: { kind },
  private: { address },
});

const labo = {
  type: 'ORG',
  owner: null,
  address: 'labo.bio@medimail.test',
  label: 'Labo de biologie',
  users: [],
  correspondences: [],
};

describe('accounts: mailboxes', () => {
  it('are used by those who have the right, each once', () => {
    view
      .given(on('mailbox-labo', registered(null), granted('g1', 'julie'), granted('g2', 'julie')))
      .then({ 'mailboxes/labo': { ...labo, users: ['julie'] } });
  });

  it('are no longer used by those who lost it, but always by their owner', () => {
    view
      .given(on('mailbox-labo', registered(null), granted('g1', 'julie'), withdrawn('g1', 'julie')))
      .then({ 'mailboxes/labo': labo });
    view
      .given(on('mailbox-labo', registered('antoine'), withdrawn('g1', 'antoine')))
      .thenMatching({ 'mailboxes/labo': { users: ['antoine'] } });
  });

  it('have one correspondence of each kind, the last one set', () => {
    view
      .given(
        on(
          'mailbox-labo',
          registered(null),
          correspondence('mssante', 'old@labo.mssante.fr'),
          correspondence('apicrypt', 'labo@apicrypt.org'),
          correspondence('mssante', 'new@labo.mssante.fr'),
        ),
      )
      .thenMatching({
        'mailboxes/labo': {
          correspondences: [
            { kind: 'apicrypt', address: 'labo@apicrypt.org' },
            { kind: 'mssante', address: 'new@labo.mssante.fr' },
          ],
        },
      });
  });

  it('are not reached by a correspondence that was taken away', () => {
    const [mssante, apicrypt] = [
      correspondence('mssante', 'a@mss.fr'),
      correspondence('apicrypt', 'a@api.fr'),
    ];
    const removed: AnyEvent = { type: 'CorrespondenceRemoved', data: { kind: 'mssante' }, private: null };
    view.given(on('mailbox-labo', registered(null), mssante, apicrypt, removed)).then({
      'mailboxes/labo': { ...labo, correspondences: [{ kind: 'apicrypt', address: 'a@api.fr' }] },
    });
  });

  it('have no address where the key is destroyed', () => {
    view
      .given(on('mailbox-labo', registered(null), correspondence('mssante', 'labo@mssante.fr')))
      .thenWithoutTexts({
        'mailboxes/labo': { address: '', label: '', correspondences: [{ kind: 'mssante', address: '' }] },
      });
  });
});

describe('accounts: persons', () => {
  const person: AnyEvent = {
    type: 'PersonRegistered',
    data: { mailbox: 'antoine', roles: ['auditor'] },
    private: { lastName: 'MENNEBEUF', firstName: 'Antoine' },
  };

  it('are named as they were registered, until they have said who they are', () => {
    const named = { mailbox: 'antoine', roles: ['auditor'], lastName: 'MENNEBEUF', firstName: 'Antoine' };
    view
      .given(on('person-antoine', person))
      .then({ 'persons/antoine': { ...named, termsAccepted: [], identityValidated: false } });
    view
      .given(
        on('person-antoine', person, {
          type: 'IdentityValidated',
          data: { validatedAt: '2026-01-02T08:00:00.000Z' },
          private: { lastName: 'Mennebeuf', firstName: 'Antoine-Marie' },
        }),
      )
      .thenMatching({
        'persons/antoine': { lastName: 'Mennebeuf', firstName: 'Antoine-Marie', identityValidated: true },
      });
  });

  it('have accepted each version of the terms once', () => {
    const accepted = (version: string): AnyEvent => ({
      type: 'TermsAccepted',
      data: { version, acceptedAt: '2026-01-02T08:00:00.000Z' },
      private: null,
    });
    view
      .given(on('person-antoine', person, accepted('1'), accepted('2'), accepted('2')))
      .thenMatching({ 'persons/antoine': { termsAccepted: ['1', '2'] } });
  });
});
