import { describe, it } from 'vitest';
import { type IdentityForm } from '../../src/contracts/events/identity-form.js';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { directory } from './directory.projection.js';

const view = projectionSpec(directory);
const address = 'antoine@medimail.test';

const registered = (owner: string | null): AnyEvent => ({
  type: 'MailboxRegistered',
  data: { type: owner === null ? 'ORG' : 'MED', owner },
  private: { address, label: 'Labo Bio' },
});
const saved = (form: IdentityForm): AnyEvent => ({
  type: 'ProfileSaved',
  data: { redList: form.redList ?? false, dematerialise: form.dematerialise ?? false, type: 'MED' },
  private: { form, address },
});
const names = { lastName: 'Mennebœuf', firstName: 'Antoine' };
const none = { address: '', postalCode: '', city: '', department: '', region: '' };
const bare = {
  type: 'MED',
  address,
  ...names,
  idType: '',
  idNumber: '',
  companyName: '',
  title: '',
  profession: '',
  speciality: '',
  phones: [],
  place: none,
  organisation: null,
  dematerialise: false,
  whoWords: ['menneboeuf', 'antoine', 'medimail', 'test'],
  activityWords: [],
  whereWords: [],
};

describe('the Medimail directory (E3)', () => {
  it('shows what was saved, and the words that it is found by', () => {
    const form: IdentityForm = {
      ...names,
      phone1: '03 83 00 00 00',
      phone2: '',
      dematerialise: true,
      activity: { idType: 'RPPS', idNumber: '91010101010', profession: 'Médecin', speciality: 'Cardiologie' },
      location: { city: 'Nancy', region: 'Grand Est' },
      organisation: { description: 'Consultations' },
    };
    view.given(on('mailbox-a', registered('p1'), saved(names), saved(form))).then({
      'entries/a': {
        ...bare,
        ...form.activity,
        phones: ['03 83 00 00 00'],
        place: { ...none, city: 'Nancy', region: 'Grand Est' },
        organisation: { responsible: '', description: 'Consultations' },
        dematerialise: true,
        whoWords: [...bare.whoWords, '91010101010'],
        activityWords: ['medecin', 'cardiologie'],
        whereWords: ['nancy', 'grand', 'est'],
      },
    });
  });

  it('has a person’s account only once they have said whether they want to be in it', () => {
    view.given(on('mailbox-a', registered('p1'))).then({});
    view.given(on('mailbox-a', registered('p1'), saved(names))).then({ 'entries/a': bare });
  });

  it('has a shared account from its registration on, by its label', () => {
    view.given(on('mailbox-l', registered(null))).thenMatching({
      'entries/l': {
        type: 'ORG',
        lastName: 'Labo Bio',
        whoWords: ['labo', 'bio', 'antoine', 'medimail', 'test'],
      },
    });
  });

  it('has nothing of an account on the liste rouge, and all of it again afterwards (S2)', () => {
    const hidden = saved({ ...names, redList: true });
    view.given(on('mailbox-a', registered('p1'), saved(names), hidden)).then({});
    view.given(on('mailbox-l', registered(null), hidden)).then({});
    view
      .given(on('mailbox-a', registered('p1'), hidden, saved({ ...names, redList: false })))
      .then({ 'entries/a': bare });
  });

  it('has nothing of an account whose texts are gone', () => {
    view.given(on('mailbox-a', registered('p1'), saved(names))).thenWithoutTexts({});
  });
});
