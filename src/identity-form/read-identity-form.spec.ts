import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { wrongInForm } from '../accounts/person.decider.js';
import { Problem } from '../platform/http/problem.js';
import { readIdentityForm } from './read-identity-form.js';

const read = (body: unknown) => readIdentityForm(body, wrongInForm);
const names = { lastName: 'Nouveau', firstName: 'Paul' };

async function told(body: unknown): Promise<string[]> {
  const refused: unknown = await read(body).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Problem);
  return (refused as Problem).errors.map(({ field, code }) => `${field} ${code}`);
}

describe('the form as a request brings it (A3, S2)', () => {
  it('is kept without what was left empty', async () => {
    const body = { ...names, phone1: null, activity: { title: null }, location: null };
    expect(await read(body)).toEqual({ ...names, activity: {} });
  });

  it('leaves the rules to the decision where every field is of its kind', async () => {
    expect(await read({})).toEqual({ lastName: '', firstName: '' });
  });

  it('tells what is of another kind with what the rules say of the rest', async () => {
    const body = {
      lastName: 7,
      firstName: ' ',
      unknown: 1,
      redList: 'oui',
      activity: { idType: 'RPPS', idNumber: '1', title: {} },
      location: { city: 'é'.repeat(256), x: 1 },
    };
    expect((await told(body)).sort()).toEqual([
      'activity.idNumber identifier',
      'activity.title string',
      'firstName required',
      'lastName string',
      'location.city max-length',
      'location.x whitelist-validation',
      'redList boolean',
      'unknown whitelist-validation',
    ]);
  });

  it.each([[[]], [[names]], ['text'], [null], [undefined]])('is an object, and not %j', async (body) => {
    expect(await told(body)).toEqual([' object']);
  });

  it.each([[[]], [[{ title: 'Dr' }]], ['x'], [5]])(
    'has groups that are objects, and not %j',
    async (group) => {
      const errors = await told({ ...names, activity: group, location: group, organisation: group });
      const groups = ['activity object', 'location object', 'organisation object'];
      expect(errors).toEqual(expect.arrayContaining(groups));
    },
  );
});
