import { describe, expect, it } from 'vitest';
import { type IdentityForm } from '../events/identity-form.js';
import { checkIdentityForm } from './check-identity-form.js';
import { identityFormTexts } from './identity-form-texts.js';

const names = { lastName: 'Nouveau', firstName: 'Paul' };
const wrong = (form: Partial<IdentityForm>) =>
  checkIdentityForm({ ...names, ...form }).map(({ field, code }) => `${field} ${code}`);

/** Every text of the form, of so many characters more than it may have. */
function filled(more: number, character = '🩺') {
  const texts = (limits: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(limits).map(([name, most]) => [name, character.repeat(most + more)]));
  const { own, activity, location, organisation } = identityFormTexts;
  // What kind of number it is is chosen, and the number checked by it.
  const chosen = { ...texts(activity), idType: '', idNumber: '' };
  return {
    ...texts(own),
    activity: chosen,
    location: texts(location),
    organisation: texts(organisation),
  } as Partial<IdentityForm>;
}

describe('the form of the first login and of the profile (A3, S2)', () => {
  it('may be as long as its limits, in characters', () => {
    expect(wrong(filled(0))).toEqual([]);
  });

  it('is told all that is too long, with what is missing and what does not fit', () => {
    const told = wrong({ ...filled(1), firstName: '', activity: { idType: 'RPPS', idNumber: '12' } });
    expect(told).toEqual([
      'firstName required',
      'lastName max-length',
      'phone1 max-length',
      'phone2 max-length',
      ...['address', 'postalCode', 'city', 'department', 'region'].map(
        (name) => `location.${name} max-length`,
      ),
      'organisation.responsible max-length',
      'organisation.description max-length',
      'activity.idNumber identifier',
    ]);
  });

  it('has paragraphs in two of its texts, and nowhere what is not seen', () => {
    const lines = 'a\nb';
    expect(wrong({ location: { address: lines }, organisation: { description: lines } })).toEqual([]);
    expect(wrong({ lastName: lines, activity: { title: lines }, location: { city: 'a\u202eb' } })).toEqual([
      'lastName characters',
      'activity.title characters',
      'location.city characters',
    ]);
    expect(wrong({ organisation: { description: 'a\u202eb' } })).toEqual([
      'organisation.description characters',
    ]);
  });

  it('names the type of a number, one of those that there are', () => {
    expect(wrong({ activity: { idNumber: '91010101010' } })).toEqual(['activity.idType required']);
    expect(wrong({ activity: { idType: 'NIR', idNumber: '1' } })).toEqual(['activity.idType type']);
    expect(wrong({ activity: { idType: 'NIR' } })).toEqual(['activity.idType type']);
    expect(wrong({ activity: { idType: 'SIRET' } })).toEqual([]);
  });
});
