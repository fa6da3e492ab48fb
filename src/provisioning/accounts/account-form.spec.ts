import { describe, expect, it } from 'vitest';
import { type AccountForm, checkAccountForm } from './account-form.js';

const form: AccountForm = {
  address: 'Lea.Un@medimail.test',
  type: 'med',
  lastName: ' Un ',
  firstName: 'Léa',
  label: '',
  idType: '',
  idNumber: '',
  notifyAddress: '',
};
const checked = (changed: Partial<AccountForm>, domains: readonly string[] | null = null) =>
  checkAccountForm({ ...form, ...changed }, domains);
const codesOf = (changed: Partial<AccountForm>, domains: readonly string[] | null = null) =>
  checked(changed, domains).errors?.map(({ field, code }) => `${field} ${code}`);

describe('the form of an account (X4)', () => {
  it('is kept as addresses, names and types are', () => {
    expect(checked({}).account).toEqual({
      address: 'lea.un@medimail.test',
      type: 'MED',
      person: { lastName: 'Un', firstName: 'Léa' },
      label: 'Léa Un',
      nationalId: null,
      establishment: null,
      notifyAddress: null,
    });
  });

  it.each([
    ['RPPS', '9101 0101 010', '891010101010'],
    ['rpps', '91010101010', '891010101010'],
    ['ADELI', '75 1234567', '0751234567'],
    ['', '', null],
  ])(
    'has of %s « %s » the national id as Pro Santé Connect tells it (A2)',
    (idType, idNumber, nationalId) => {
      expect(checked({ idType, idNumber }).account?.nationalId).toBe(nationalId);
    },
  );

  it('has no person, and no national id, of an organisation or an application', () => {
    const shared = { type: 'ORG', label: 'Accueil', idType: 'siret', idNumber: '183 100 213 00028' };
    expect(checked(shared).account).toMatchObject({ person: null, label: 'Accueil', nationalId: null });
    const establishment = { idType: 'SIRET', idNumber: '18310021300028' };
    expect(checked(shared).account).toMatchObject({ establishment });
    expect(codesOf({ type: 'APP' })).toEqual(['label required']);
  });

  it('has no number that the account has no place for: an establishment’s of a person, a person’s of none', () => {
    const siret = { idType: 'SIRET', idNumber: '18310021300028' };
    expect(codesOf(siret)).toEqual(['idType type']);
    const rpps = { idType: 'RPPS', idNumber: '91010101010' };
    expect(codesOf({ ...rpps, type: 'ORG', label: 'Accueil' })).toEqual(['idType type']);
  });

  it('is told everything that is wrong, at once', () => {
    const wrong = { address: 'x', type: 'DOC', notifyAddress: 'y', idType: 'INSEE', idNumber: '1' };
    expect(codesOf(wrong)).toEqual([
      'address malformed',
      'type unknown',
      'notifyAddress malformed',
      'idType unknown',
    ]);
    expect(codesOf({ lastName: ' ', firstName: '', idType: 'RPPS', idNumber: '1' })).toEqual([
      'lastName required',
      'firstName required',
      'idNumber identifier',
    ]);
    expect(codesOf({ notifyAddress: 'LEA.UN@medimail.test' })).toEqual(['notifyAddress own']);
    expect(codesOf({ lastName: 'Un\ufffd', label: 'x'.repeat(255) })).toEqual([
      'lastName text',
      'label text',
    ]);
  });

  it('is of a domain of the platform, where these are known', () => {
    expect(codesOf({}, ['autre.test'])).toEqual(['address domain']);
    expect(checked({}, ['medimail.test']).errors).toBeNull();
  });
});
