import { beforeAll, expect, it } from 'vitest';
import { personDecider } from '../../../src/accounts/index.js';
import { type DirectoryEntryDocument } from '../../../src/contracts/documents/directory.documents.js';
import { streams } from '../../../src/contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../../src/platform/commands/aggregates.js';
import { READ_MODELS, type ReadModels } from '../../../src/platform/read-models/read-models.js';
import { actingAs, mailboxIdOf, personIdOf } from '../../harness/acting.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';
import { eventually } from '../../harness/projection-world.js';

const profile = {
  lastName: 'Mennebeuf',
  firstName: 'Antoine',
  phone1: '03 83 00 00 00',
  redList: false,
  dematerialise: true,
  activity: { idType: 'RPPS', idNumber: '91010101010', profession: 'Médecin', speciality: 'Cardiologie' },
  location: { city: 'Nancy', region: 'Grand Est' },
};

describeProduct('« Vos informations personnelles »', (product) => {
  describedStatuses(product);
  let antoine: MailClient;
  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
  });

  const put = (json: object, mailbox = antoine.mailbox) =>
    antoine.call('/settings/profile', { method: 'PUT', json }, mailbox);
  const read = async (mailbox = antoine.mailbox) =>
    expectStatus(await antoine.call('/settings/profile', {}, mailbox), 200).json as unknown;
  const errorsOf = (answer: { json: { errors: { field: string; code: string }[] } }) =>
    answer.json.errors.map(({ field, code }) => `${field} ${code}`);

  /** What the directory holds of an account once it has seen this command. */
  async function entryOf(mailbox: string, after?: { stream: string; revision: number }) {
    const models = product().app.get<ReadModels>(READ_MODELS);
    if (after) expect(await models.caughtUpWith(after, ['directory'])).toBe(true);
    const entries = await models.collection<DirectoryEntryDocument>('directory', 'entries');
    return entries.findOne({ _id: mailbox });
  }

  it('begins as the form of the first login (A3, S2)', async () => {
    expect(await read()).toEqual({
      lastName: 'Mennebeuf',
      firstName: 'Antoine',
      redList: false,
      dematerialise: false,
      activity: {},
      location: {},
    });
  });

  it('of the demonstration hides who is on the « liste rouge » (S2)', async () => {
    const rose = await product().person('rose.rouge');
    expect((await rose.call('/settings/profile')).json).toMatchObject({ lastName: 'Rouge', redList: true });
    expect(await entryOf(rose.mailbox)).toBeNull();
  });

  it('is what the directory shows once it is saved (S2, E3)', async () => {
    const saved = expectStatus(await put(profile), 200).json as { stream: string; revision: number };
    expect(await read()).toEqual(profile);
    expect(await entryOf(antoine.mailbox, saved)).toMatchObject({
      lastName: 'Mennebeuf',
      profession: 'Médecin',
      idNumber: '91010101010',
      place: { city: 'Nancy', region: 'Grand Est' },
      dematerialise: true,
    });
  });

  it('leaves the directory with the liste rouge, and comes back without it (S2)', async () => {
    const hidden = expectStatus(await put({ ...profile, redList: true }), 200).json as {
      stream: string;
      revision: number;
    };
    const entry = await entryOf(antoine.mailbox, hidden);
    expect(JSON.stringify(entry)).not.toMatch(/Mennebeuf|Nancy|Cardiologie|91010101010/i);
    const shown = expectStatus(await put(profile), 200).json as { stream: string; revision: number };
    expect(await entryOf(antoine.mailbox, shown)).toMatchObject({ lastName: 'Mennebeuf' });
  });

  it('needs the fields with an asterisk; all that is wrong is told at once (S2)', async () => {
    const wrong = {
      lastName: ' ',
      firstName: '',
      activity: { idType: 'RPPS', idNumber: '12', profession: null },
      location: {},
    };
    expect(errorsOf(expectProblem(await put(wrong), 400, 'invalid'))).toEqual([
      'lastName required',
      'firstName required',
      'activity.idNumber identifier',
      'activity.profession required',
      'location.region required',
    ]);
    expect(errorsOf(expectProblem(await put({}), 400, 'invalid'))).toHaveLength(4);
    const long = { ...wrong, location: { city: 'é'.repeat(256) }, phone1: '03\u202e83' };
    expect(errorsOf(expectProblem(await put(long), 400, 'invalid'))).toEqual([
      'lastName required',
      'firstName required',
      'phone1 characters',
      'location.city max-length',
      'activity.idNumber identifier',
      'activity.profession required',
      'location.region required',
    ]);
    expect(await read()).toEqual(profile);
  });

  it('of an organisational account has one name: what is shown can be saved, without a first name (S3)', async () => {
    const shared = mailboxIdOf('secretariat.cardio');
    const required = ['lastName required', 'activity.profession required', 'location.region required'];
    expect(errorsOf(expectProblem(await put({}, shared), 400, 'invalid'))).toEqual(required);
    const ofAnotherKind = { phone1: 7, activity: { idType: 'RPPS', idNumber: '91010101010' } };
    expect(errorsOf(expectProblem(await put(ofAnotherKind, shared), 400, 'invalid'))).toEqual([
      'phone1 string',
      ...required,
      'activity.idType type',
    ]);
    const shown = (await read(shared)) as object;
    const completed = {
      ...shown,
      activity: { profession: 'Établissement' },
      location: { region: 'Grand Est' },
    };
    expectStatus(await put({ ...completed, firstName: null }, shared), 200);
    expect(await read(shared)).toEqual(completed);
  });

  it('of an organisational account has an establishment’s identifier and who is in charge (S3)', async () => {
    const shared = mailboxIdOf('secretariat.cardio');
    const known = await entryOf(shared);
    expect(known).toMatchObject({ type: 'ORG' });
    expect(errorsOf(expectProblem(await put(profile, shared), 400, 'invalid'))).toEqual([
      'activity.idType type',
    ]);
    const organisation = {
      ...profile,
      activity: { idType: 'SIRET', idNumber: '183 100 213 00028', profession: 'Établissement' },
      organisation: { responsible: 'Dr Roux', description: 'Consultations' },
    };
    const saved = expectStatus(await put(organisation, shared), 200).json as {
      stream: string;
      revision: number;
    };
    const kept = { ...organisation.activity, idNumber: '18310021300028' };
    expect(await read(shared)).toEqual({ ...organisation, activity: kept });
    expect(await entryOf(shared, saved)).toMatchObject({ organisation: organisation.organisation });
  });

  it('counts characters as people see them (S2)', async () => {
    const wide = { ...profile, location: { ...profile.location, city: '🩺'.repeat(255) } };
    expectStatus(await put(wide), 200);
    expect(await read()).toEqual(wide);
    expectStatus(await put(profile), 200);
  });

  it('of others is not there (S2)', async () => {
    const claire = mailboxIdOf('claire.pradel');
    expectProblem(await put(profile, claire), 404, 'not-found');
    expectProblem(await antoine.call('/settings/profile', {}, claire), 404, 'not-found');
  });

  it('follows the first login’s form, also where the process ended in between (A3, E3)', async () => {
    const form = { lastName: 'Nouveau', firstName: 'Paul' };
    const person = personIdOf('paul.nouveau');
    const mailbox = mailboxIdOf('paul.nouveau');
    expect(await entryOf(mailbox)).toBeNull();
    // What the handler would have done next is the policy's.
    const validated = {
      type: 'IdentityValidated',
      data: { validatedAt: '2026-11-23T09:00:00.000Z' },
    } as const;
    await product()
      .app.get<Aggregates>(AGGREGATES)
      .execute(personDecider, streams.person(person), actingAs(person), () => [
        { ...validated, private: form },
      ]);
    await eventually(async () => (await entryOf(mailbox)) !== null);
    expect(await entryOf(mailbox)).toMatchObject(form);
  });
});
