import { describe, expect, it } from 'vitest';
import { personDecider } from '../../accounts/person.decider.js';
import { identityFormFor, portalFormOf } from './portal-form.js';

const claims = {
  sub: 'f:1:2',
  given_name: 'Léa',
  family_name: 'DUBOIS-MARTIN',
  SubjectOrganization: 'Cabinet du Lac',
  SubjectRefPro: {
    exercices: [
      { codeProfession: '10', codeCiviliteDexercice: 'DR', nomDexercice: 'DUBOIS', prenomDexercice: 'LEA' },
      { codeProfession: '60' },
    ],
  },
};

describe('what the portal knows of the first login’s form (A3)', () => {
  it('is the names, and the activity of the first exercise', () => {
    expect(portalFormOf(claims, '899700000001')).toEqual({
      lastName: 'DUBOIS-MARTIN',
      firstName: 'Léa',
      activity: {
        idType: 'RPPS',
        idNumber: '99700000001',
        companyName: 'Cabinet du Lac',
        title: 'Docteur',
        profession: 'Médecin',
      },
    });
  });

  it('are the names alone where there is neither SubjectRefPro nor an e-mail', () => {
    const known = portalFormOf({ given_name: 'Léa', family_name: 'DUBOIS' }, null);
    expect(known).toEqual({ lastName: 'DUBOIS', firstName: 'Léa' });
    expect(portalFormOf({}, null)).toEqual({});
  });

  it('has the names of the exercise where there are no others', () => {
    const { SubjectRefPro } = claims;
    expect(portalFormOf({ SubjectRefPro }, null)).toMatchObject({ lastName: 'DUBOIS', firstName: 'LEA' });
  });

  it.each([
    ['899700000001', { idType: 'RPPS', idNumber: '99700000001' }],
    ['0757654321', { idType: 'ADELI', idNumber: '757654321' }],
    ['89970000000', undefined],
    ['5751234567/1', undefined],
    ['8', undefined],
    ['', undefined],
  ])('has of the national id %j the number that its user knows', (nationalId, activity) => {
    expect(portalFormOf({}, nationalId).activity).toEqual(activity);
  });

  it.each([
    [{ given_name: 3, family_name: ['X'], SubjectRefPro: 'x', SubjectOrganization: {} }],
    [{ given_name: ' ', family_name: 'x'.repeat(256), SubjectRefPro: { exercices: {} } }],
    [{ given_name: 'L\u0000', family_name: null, SubjectRefPro: { exercices: [null] } }],
    [
      {
        SubjectRefPro: { exercices: [{ codeProfession: 'constructor', codeCiviliteDexercice: 'toString' }] },
      },
    ],
    [{ SubjectRefPro: { exercices: [{ codeProfession: '999', codeCiviliteDexercice: 10 }] } }],
  ])('leaves to the user what is not of its kind: %j', (strange) => {
    expect(portalFormOf(strange, null)).toEqual({});
  });
});

describe('the form that a first login begins with (A3)', () => {
  const provisioned = personDecider.evolve(personDecider.initial, {
    type: 'PersonRegistered',
    data: { mailbox: 'm', roles: [] },
    private: { lastName: 'Dubois', firstName: 'Léa' },
  });

  it('is what the managing structure wrote where the portal says nothing', () => {
    expect(identityFormFor(provisioned, {})).toEqual({ lastName: 'Dubois', firstName: 'Léa' });
  });

  it('is what the portal says, in the spelling of the managing structure where it is the same name', () => {
    const activity = { profession: 'Médecin' };
    const form = identityFormFor(provisioned, { lastName: 'DUBOIS', firstName: 'Camille', activity });
    expect(form).toEqual({ lastName: 'Dubois', firstName: 'Camille', activity });
  });

  it('is afterwards what was validated, whatever the portal says', () => {
    const form = { lastName: 'Martin', firstName: 'Léa' };
    const data = { validatedAt: '2026-11-23T09:00:00.000Z' };
    const done = personDecider.evolve(provisioned, { type: 'IdentityValidated', data, private: form });
    expect(identityFormFor(done, { lastName: 'DUBOIS' })).toEqual(form);
  });

  it('has empty names of a person whose key is destroyed', () => {
    expect(identityFormFor(personDecider.initial, {})).toEqual({ lastName: '', firstName: '' });
  });
});
