import { describe, it } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { settings } from './settings.projection.js';

const view = projectionSpec(settings);

const registered: AnyEvent = {
  type: 'MailboxRegistered',
  data: { type: 'MED', owner: 'p1' },
  private: { address: 'antoine@medimail.test', label: 'Antoine' },
};
const kinds = { received: true, opened: true, deleted: true, expiring: true, failed: true };
const untouched = {
  profile: null,
  delegates: [],
  notifications: { address: null, ...kinds },
  autoReply: { enabled: false, text: '', from: null, to: null },
  correspondences: [],
  manager: null,
};
const added = (delegation: string, delegate: string): AnyEvent => ({
  type: 'DelegateAdded',
  data: { delegation, delegate },
  private: null,
});
const removed = (delegation: string, delegate: string): AnyEvent => ({
  type: 'DelegateRemoved',
  data: { delegation, delegate },
  private: null,
});
const since = '2026-01-01T08:00:00.000Z';

describe('the settings of an account', () => {
  it('are those of the product before anything is set: told of everything, nowhere (S7, S10)', () => {
    view.given(on('mailbox-a', registered)).then({ 'mailboxes/a': untouched });
  });

  it('show the profile as it was saved last (S2)', () => {
    const saved = (lastName: string): AnyEvent => ({
      type: 'ProfileSaved',
      data: { redList: false, dematerialise: true, type: 'MED' },
      private: { form: { lastName, firstName: 'A' }, address: 'antoine@medimail.test' },
    });
    view
      .given(on('mailbox-a', registered, saved('B'), saved('C')))
      .then({ 'mailboxes/a': { ...untouched, profile: { lastName: 'C', firstName: 'A' } } });
    view
      .given(on('mailbox-a', registered, saved('B')))
      .thenWithoutTexts({ 'mailboxes/a': { profile: null } });
  });

  it('show who is delegate, and since when; one that is changed since the change (S4, S5)', () => {
    view
      .given(
        on('mailbox-a', registered, added('d1', 'b'), added('d2', 'c'), removed('d1', 'b'), added('d1', 'e')),
      )
      .then({
        'mailboxes/a': {
          ...untouched,
          delegates: [
            { delegation: 'd2', mailbox: 'c', since },
            { delegation: 'd1', mailbox: 'e', since },
          ],
        },
      });
  });

  it('show notifications, automatic reply and manager as they are set (S7, S10, S11)', () => {
    const manager = { name: 'GHT', administrators: [{ name: 'Ada', email: 'ada@ght.fr', phone: '03' }] };
    view
      .given(
        on(
          'mailbox-a',
          registered,
          { type: 'NotificationsSet', data: { ...kinds, opened: false }, private: { address: 'a@b.fr' } },
          {
            type: 'AutoReplySet',
            data: { enabled: true, from: '2026-12-24', to: null },
            private: { text: 'Absent.' },
          },
          { type: 'ManagerSet', data: {}, private: manager },
        ),
      )
      .then({
        'mailboxes/a': {
          ...untouched,
          notifications: { address: 'a@b.fr', ...kinds, opened: false },
          autoReply: { enabled: true, text: 'Absent.', from: '2026-12-24', to: null },
          manager,
        },
      });
  });

  it('show correspondences, active since the day in Paris where nothing else is said (S8, S9)', () => {
    view
      .given(
        on(
          'mailbox-a',
          registered,
          { type: 'CorrespondenceSet', data: { kind: 'mssante' }, private: { address: 'a@mss.fr' } },
          {
            type: 'CorrespondenceSet',
            data: { kind: 'apicrypt', state: 'pending', since: '2025-02-01' },
            private: { address: 'a@api.fr', details: 'Certificat demandé' },
          },
        ),
      )
      .then({
        'mailboxes/a': {
          ...untouched,
          correspondences: [
            { kind: 'mssante', address: 'a@mss.fr', state: 'active', since: '2026-01-01', details: '' },
            {
              kind: 'apicrypt',
              address: 'a@api.fr',
              state: 'pending',
              since: '2025-02-01',
              details: 'Certificat demandé',
            },
          ],
        },
      });
  });

  it('show no correspondence that was taken away (S8, S9)', () => {
    view
      .given(
        on(
          'mailbox-a',
          registered,
          { type: 'CorrespondenceSet', data: { kind: 'mssante' }, private: { address: 'a@mss.fr' } },
          { type: 'CorrespondenceSet', data: { kind: 'apicrypt' }, private: { address: 'a@api.fr' } },
          { type: 'CorrespondenceRemoved', data: { kind: 'apicrypt' }, private: null },
          { type: 'CorrespondenceRemoved', data: { kind: 'apicrypt' }, private: null },
        ),
      )
      .then({
        'mailboxes/a': {
          ...untouched,
          correspondences: [
            { kind: 'mssante', address: 'a@mss.fr', state: 'active', since: '2026-01-01', details: '' },
          ],
        },
      });
  });

  it('hold signatures, until they are removed, or their texts are gone (S6)', () => {
    const saved = (signature: string, name: string): AnyEvent => ({
      type: 'SignatureSaved',
      data: { signature },
      private: { name, html: `<p>${name}</p>` },
    });
    const s1 = { mailbox: 'a', signature: 's1', name: 'Courte', html: '<p>Courte</p>' };
    const given = view.given(
      on('mailbox-a', saved('s1', 'Longue'), saved('s1', 'Courte'), saved('s2', 'Autre'), {
        type: 'SignatureRemoved',
        data: { signature: 's2' },
        private: null,
      }),
    );
    given.then({ 'signatures/a/s1': s1 });
    given.thenWithoutTexts({});
  });
});
