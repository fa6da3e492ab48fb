import { describe, expect, it } from 'vitest';
import { specification } from '../../test/harness/given-when-then.js';
import { type IdentityForm } from '../contracts/events/identity-form.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { profileFromFirstLogin, saveProfile } from './decide-profile.js';
import { registerMailbox } from './decide-register-mailbox.js';
import { mailboxDecider } from './mailbox.decider.js';
import { type MailboxState, noMailbox } from './mailbox.state.js';

const mailbox = specification(mailboxDecider);
const address = 'antoine@medimail.test';
const personal = registerMailbox(noMailbox, { type: 'MED', owner: 'p1', address, label: 'Antoine' });
const shared = registerMailbox(noMailbox, { type: 'ORG', owner: null, address, label: 'Cardio' });

const form: IdentityForm = {
  lastName: 'Mennebeuf',
  firstName: 'Antoine',
  activity: { idType: 'RPPS', idNumber: '91010101010', profession: 'Médecin' },
  location: { region: 'Grand Est' },
};
const saved = (of: IdentityForm = form, type: 'MED' | 'ORG' = 'MED'): MailboxEvent => ({
  type: 'ProfileSaved',
  data: { redList: of.redList ?? false, dematerialise: of.dematerialise ?? false, type },
  private: { form: of, address },
});
const save =
  (change: Partial<IdentityForm> = {}) =>
  (state: MailboxState) =>
    saveProfile(state, { ...form, ...change });
const wrong = (events: MailboxEvent[], change: Partial<IdentityForm>) =>
  mailbox
    .given(events)
    .when(save(change))
    .thenRefused('invalid')
    .errors.map(({ field, code }) => `${field} ${code}`);

describe('the profile (S2)', () => {
  it('is saved whole, and says whether the account is on the liste rouge', () => {
    mailbox.given(personal).when(save()).then([saved()]);
    const hidden = { ...form, redList: true, dematerialise: true };
    mailbox
      .given(personal)
      .when(save(hidden))
      .then([saved(hidden)]);
  });

  it('is kept as identifiers and names are: no spaces around or within', () => {
    const typed = { lastName: ' Mennebeuf', activity: { ...form.activity, idNumber: '910 1010 1010' } };
    mailbox.given(personal).when(save(typed)).then([saved()]);
  });

  it('as it was changes nothing', () => {
    mailbox
      .given([...personal, saved()])
      .when(save())
      .thenNothing();
  });

  it('needs what has an asterisk, and tells all that is wrong at once', () => {
    const empty = {
      lastName: ' ',
      firstName: '',
      activity: { idType: 'RPPS', idNumber: '12' },
      location: {},
    };
    expect(wrong(personal, empty)).toEqual([
      'lastName required',
      'firstName required',
      'activity.idNumber identifier',
      'activity.profession required',
      'location.region required',
    ]);
    expect(wrong(personal, { activity: { profession: 'Médecin', idType: 'CB' } })).toEqual([
      'activity.idType type',
    ]);
  });

  it('of nobody cannot be saved: not-found', () => {
    mailbox.given([]).when(save()).thenRefused('not-found');
  });
});

describe('the profile of an organisation (S3)', () => {
  it('has the identifier of an establishment, a person in charge and a description', () => {
    const organisation = {
      ...form,
      activity: { idType: 'SIRET', idNumber: '18310021300028', profession: 'Établissement' },
      organisation: { responsible: 'Dr Roux', description: 'Consultations' },
    };
    mailbox
      .given(shared)
      .when(save(organisation))
      .then([saved(organisation, 'ORG')]);
  });

  it('has none of a professional', () => {
    expect(wrong(shared, {})).toEqual(['activity.idType type']);
  });

  it('needs no first name', () => {
    const organisation = { ...form, firstName: '', activity: { profession: 'Établissement' } };
    mailbox
      .given(shared)
      .when((state) => saveProfile(state, organisation))
      .then([saved(organisation, 'ORG')]);
    expect(wrong(shared, { lastName: ' ', firstName: '', activity: {}, location: {} })).toEqual([
      'lastName required',
      'activity.profession required',
      'location.region required',
    ]);
  });
});

describe('the form of the first login (A3)', () => {
  it('is the profile of the person’s own account, though it says neither profession nor region', () => {
    const names = { lastName: 'Nouveau', firstName: 'Paul' };
    const first = (state: MailboxState) => profileFromFirstLogin(state, names);
    mailbox
      .given(personal)
      .when(first)
      .then([saved(names)]);
    mailbox
      .given([...personal, saved(names)])
      .when(first)
      .thenNothing();
    mailbox.given([]).when(first).thenNothing();
  });
});
