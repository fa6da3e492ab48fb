import { describe, expect, it } from 'vitest';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { specification } from '../../test/harness/given-when-then.js';
import { removeCorrespondence, setCorrespondence } from './decide-correspondences.js';
import { registerMailbox } from './decide-register-mailbox.js';
import {
  addDelegate,
  changeDelegate,
  grantAccess,
  MAX_DELEGATES,
  removeDelegate,
  withdrawAccess,
} from './decide-sharing.js';
import { mailboxDecider } from './mailbox.decider.js';
import { mayUse, noMailbox } from './mailbox.state.js';

const mailbox = specification(mailboxDecider);
const secretariat = {
  type: 'ORG',
  owner: null,
  address: 'secretariat@medimail.test',
  label: 'Cardio',
} as const;
const antoine = { type: 'MED', owner: 'p1', address: 'antoine@medimail.test', label: 'Antoine' } as const;
const shared = registerMailbox(noMailbox, secretariat);
const personal = registerMailbox(noMailbox, antoine);
const delegated: MailboxEvent = {
  type: 'DelegateAdded',
  data: { delegation: 'd1', delegate: 'm2' },
  private: null,
};
const granted: MailboxEvent = { type: 'AccessGranted', data: { grant: 'g1', person: 'p1' }, private: null };

describe('registering a mailbox', () => {
  it('makes the four folders of every account, their id being their role (C1)', () => {
    const folder = (role: 'inbox' | 'sent' | 'drafts' | 'deleted', name: string): MailboxEvent => ({
      type: 'FolderCreated',
      data: { folder: role, role, parent: null },
      private: { name },
    });
    mailbox
      .given([])
      .when((state) => registerMailbox(state, secretariat))
      .then([
        {
          type: 'MailboxRegistered',
          data: { type: 'ORG', owner: null },
          private: { address: 'secretariat@medimail.test', label: 'Cardio' },
        },
        folder('inbox', 'Boîte de réception'),
        folder('sent', 'Messages envoyés'),
        folder('drafts', 'Brouillons'),
        folder('deleted', 'Messages supprimés'),
      ]);
  });

  it('of an establishment has its number in the first profile, which a person’s has not (S3, A3)', () => {
    const establishment = { idType: 'SIRET', idNumber: '18310021300028' } as const;
    const events = registerMailbox(noMailbox, { ...secretariat, establishment });
    expect(events.slice(0, -1)).toEqual(shared);
    expect(events.at(-1)).toEqual({
      type: 'ProfileSaved',
      data: { redList: false, dematerialise: false, type: 'ORG' },
      private: {
        form: { lastName: 'Cardio', firstName: '', activity: establishment },
        address: 'secretariat@medimail.test',
      },
    });
    mailbox
      .given([])
      .when((state) => registerMailbox(state, { ...antoine, establishment }))
      .thenRefused('invalid');
  });

  it('twice is refused: already-registered', () => {
    mailbox
      .given(shared)
      .when((state) => registerMailbox(state, secretariat))
      .thenRefused('already-registered');
  });

  it.each([
    { ...antoine, owner: null },
    { ...secretariat, owner: 'p1' },
  ])('a login account has an owner, a shared one has none: invalid (%#)', (command) => {
    mailbox
      .given([])
      .when((state) => registerMailbox(state, command))
      .thenRefused('invalid');
  });
});

describe('delegates (S4, S5)', () => {
  const add = (delegate: string) => (state: typeof noMailbox) =>
    addDelegate(state, { mailbox: 'm1', delegation: 'd1', delegate });

  it('are added', () => {
    mailbox.given(shared).when(add('m2')).then([delegated]);
  });

  it('twice is refused: delegate-twice', () => {
    mailbox
      .given([...shared, delegated])
      .when(add('m2'))
      .thenRefused('delegate-twice');
  });

  it('oneself is refused: delegate-is-oneself', () => {
    mailbox.given(shared).when(add('m1')).thenRefused('delegate-is-oneself');
  });

  it('are 100 at most: too-many-delegates', () => {
    const many = Array.from({ length: MAX_DELEGATES }, (_, index): MailboxEvent => ({
      type: 'DelegateAdded',
      data: { delegation: `x${index}`, delegate: `y${index}` },
      private: null,
    }));
    mailbox
      .given([...shared, ...many])
      .when(add('m2'))
      .thenRefused('too-many-delegates');
    mailbox
      .given([...shared, ...many.slice(1)])
      .when(add('m2'))
      .then([delegated]);
  });

  describe('are changed', () => {
    const change = (delegate: string) => (state: typeof noMailbox) =>
      changeDelegate(state, { mailbox: 'm1', delegation: 'd1', delegate });
    const given = mailbox.given([
      ...shared,
      delegated,
      { type: 'DelegateAdded', data: { delegation: 'd2', delegate: 'm3' }, private: null },
    ]);

    it('in one append, under the same delegation', () => {
      given.when(change('m4')).then([
        { type: 'DelegateRemoved', data: { delegation: 'd1', delegate: 'm2' }, private: null },
        { type: 'DelegateAdded', data: { delegation: 'd1', delegate: 'm4' }, private: null },
      ]);
    });

    it('to the same account: nothing happens', () => {
      given.when(change('m2')).thenNothing();
    });

    it('to oneself, to another delegate, or what is none, is refused', () => {
      given.when(change('m1')).thenRefused('delegate-is-oneself');
      given.when(change('m3')).thenRefused('delegate-twice');
      mailbox.given(shared).when(change('m4')).thenRefused('not-found');
    });
  });

  it('are removed by their delegation, and can be added anew', () => {
    const remove = (state: typeof noMailbox) => removeDelegate(state, { delegation: 'd1' });
    const removed: MailboxEvent = {
      type: 'DelegateRemoved',
      data: { delegation: 'd1', delegate: 'm2' },
      private: null,
    };
    mailbox
      .given([...shared, delegated])
      .when(remove)
      .then([removed]);
    mailbox
      .given([...shared, delegated, removed])
      .when(remove)
      .thenRefused('not-found');
    mailbox
      .given([...shared, delegated, removed])
      .when(add('m2'))
      .then([delegated]);
  });
});

describe('access of people (S13)', () => {
  const grant = (state: typeof noMailbox) => grantAccess(state, { grant: 'g1', person: 'p1' });
  const withdraw = (state: typeof noMailbox) => withdrawAccess(state, { grant: 'g1' });

  it('is granted to a shared account, and withdrawn', () => {
    mailbox.given(shared).when(grant).then([granted]);
    expect(mayUse(mailbox.given([...shared, granted]).state, 'p1')).toBe(true);
    const withdrawn: MailboxEvent = {
      type: 'AccessWithdrawn',
      data: { grant: 'g1', person: 'p1' },
      private: null,
    };
    mailbox
      .given([...shared, granted])
      .when(withdraw)
      .then([withdrawn]);
    expect(mayUse(mailbox.given([...shared, granted, withdrawn]).state, 'p1')).toBe(false);
    mailbox
      .given([...shared, granted, withdrawn])
      .when(withdraw)
      .thenRefused('not-found');
  });

  it('twice is refused: already-granted', () => {
    mailbox
      .given([...shared, granted])
      .when(grant)
      .thenRefused('already-granted');
  });

  it('to a login account is refused: personal-mailbox', () => {
    mailbox.given(personal).when(grant).thenRefused('personal-mailbox');
  });

  it('the owner has it, nobody else', () => {
    const { state } = mailbox.given(personal);
    expect([mayUse(state, 'p1'), mayUse(state, 'p2'), mayUse(noMailbox, 'p1')]).toEqual([true, false, false]);
  });
});

it.each([
  [
    'a delegate',
    (state: typeof noMailbox) => addDelegate(state, { mailbox: 'm1', delegation: 'd', delegate: 'm2' }),
  ],
  ['access', (state: typeof noMailbox) => grantAccess(state, { grant: 'g', person: 'p' })],
  [
    'a correspondence',
    (state: typeof noMailbox) => setCorrespondence(state, { kind: 'mssante', address: 'a@b.fr' }),
  ],
  ['the removal of one', (state: typeof noMailbox) => removeCorrespondence(state, 'mssante')],
])('%s of a mailbox that does not exist is refused: not-found', (_, decision) => {
  mailbox.given([]).when(decision).thenRefused('not-found');
});

it('names are absent, and rights as before, where the private parts of the events are gone', () => {
  const bare = [...shared, granted].map((event) => ({ ...event, private: null })) as MailboxEvent[];
  const { state } = mailbox.given(bare);
  expect(state).toEqual({ ...mailbox.given([...shared, granted]).state, address: null, label: null });
});
