import { beforeAll, expect, it } from 'vitest';
import { PublishTermsCommand } from '../../../src/accounts/publish-terms/publish-terms.command.js';
import { DATABASES, type Databases } from '../../../src/platform/documents/documents.js';
import { demoPersonOf } from '../../../src/demo/demo-people.js';
import { demoId } from '../../../src/demo/seed/seed-context.js';
import { ChangeReader } from '../../harness/change-reader.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { filedMails } from '../../harness/filed-mails.js';
import { HttpClient } from '../../harness/http-client.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const PAUL = 'paul.nouveau@medimail.test';
const ROSE = 'rose.rouge@medimail.test';
const codesOf = (address: string) => `/api/v1/admin/accounts/${demoId('mailbox', address)}/association-codes`;

/** The newest one-time code that was mailed to somebody. */
async function mailedCode(dataDir: string, to: string): Promise<string> {
  const own = (await filedMails(dataDir)).find((mail) => mail.includes(`To: ${to}`)) ?? '';
  return /\b\d{6}\b/.exec(own.slice(own.indexOf('\r\n\r\n')))?.[0] ?? '';
}

describeProduct('the first login of somebody without a card', (product) => {
  describedStatuses(product);
  let admin: MailClient;
  let paul: HttpClient;
  /** Sessions of Paul's that hold something of the portal's for the form. */
  const sessionsWithForm = () =>
    product()
      .app.get<Databases>(DATABASES)
      .database('sessions')
      .collection('sessions')
      .countDocuments({ person: demoId('person', PAUL), portalFormBox: { $exists: true } });
  beforeAll(async () => {
    admin = await product().person('admin');
    paul = new HttpClient(product().url);
  });

  it('is prepared by an administrator, and by nobody else (A2)', async () => {
    const post = (client: HttpClient, address: string) => client.ask(codesOf(address), { method: 'POST' });
    expectProblem(await post(new HttpClient(product().url), PAUL), 401, 'no-session');
    for (const name of ['antoine.mennebeuf', 'auditeur']) {
      expectProblem(await post(await product().person(name), PAUL), 404, 'not-found');
    }
    expectProblem(await post(admin, 'personne@medimail.test'), 404, 'not-found');
    expectProblem(await post(admin, 'labo.bio@medimail.test'), 409, 'shared-account');
    expectProblem(await post(admin, ROSE), 409, 'already-linked');
    const issued = await post(admin, PAUL);
    expect(issued.status).toBe(201);
    expect(issued.json).toEqual({
      id: demoId('person', PAUL),
      stream: `person-${demoId('person', PAUL)}`,
      revision: expect.any(Number),
      code: expect.stringMatching(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/),
      expiresAt: '2026-11-30T09:00:00.000Z',
    });
  });

  it('goes by a one-time code to the portal, and by the association code to the account (A1, A2)', async () => {
    const { code } = (await admin.ask(codesOf(PAUL), { method: 'POST' })).json as { code: string };
    const person = demoPersonOf(PAUL);
    const choice = await paul.follow('/auth/login?to=/api/v1/me');
    const action = /action="([^"]+)"/.exec(choice.text)?.[1] ?? '';
    const post = (form: Record<string, string>) =>
      paul.follow(action, { method: 'POST', body: new URLSearchParams({ way: 'code', ...form }) });
    await post({ by: 'mail', subject: person?.subject ?? '' });
    const unknown = await post({ code: await mailedCode(product().dataDir, person?.contact.mail ?? '?') });
    expect([unknown.status, paul.cookieNames.includes('medimail')]).toEqual([403, false]);
    expectProblem(await paul.ask('/api/v1/me'), 401, 'no-session');
    const headers = { Accept: 'application/json' };
    const enter = (typed: string) =>
      paul.ask('/auth/association', { json: { address: PAUL, code: typed }, headers });
    expectProblem(await enter('0000-0000-0000-0000'), 403, 'association-refused');
    const linked = await enter(code);
    expect([linked.status, linked.json]).toEqual([200, { location: '/api/v1/me' }]);
    expect((await paul.ask('/api/v1/me')).json).toMatchObject({
      person: { lastName: 'Nouveau' },
      strongAuth: { amr: ['mfa', 'otp'] },
      pending: ['terms', 'identity'],
    });
  });

  it('finds its form filled in with what the portal and the managing structure know (A3)', async () => {
    const form = expectStatus(await paul.ask('/api/v1/me/identity'), 200).json as unknown;
    expect(form).toEqual({
      lastName: 'Nouveau',
      firstName: 'Paul',
      redList: false,
      dematerialise: false,
      activity: { title: 'Docteur', profession: 'Médecin' },
      location: {},
    });
    expect(await sessionsWithForm()).toBe(1);
    const anybody = new HttpClient(product().url);
    expectProblem(await anybody.ask('/api/v1/me/identity'), 401, 'no-session');
  });

  it('reaches nothing else until the terms are accepted and the form is right (A2, A3)', async () => {
    const others = [
      '/api/v1/me/cards',
      '/api/v1/me/sessions',
      `/api/v1/mailboxes/${demoId('mailbox', PAUL)}/folders`,
      '/api/v1/mailboxes/x/folders',
    ];
    for (const path of others) expectProblem(await paul.ask(path), 403, 'terms-pending');
    const card = await paul.ask('/auth/login?purpose=card', {
      headers: { Accept: 'application/problem+json' },
    });
    expectProblem(card, 403, 'terms-pending');
    const { version } = (await paul.ask('/api/v1/terms/current')).json as { version: string };
    await paul.ask('/api/v1/me/terms-acceptances', { json: { version } });
    for (const path of others) expectProblem(await paul.ask(path), 403, 'identity-pending');
  });

  it('tells every error of the form at once, in French (A3, S2)', async () => {
    const put = (json: object) => paul.ask('/api/v1/me/identity', { method: 'PUT', json });
    const activity = (idType: string, idNumber: string) => ({ activity: { idType, idNumber } });
    const wrong = await put({ lastName: '', phone1: 'x'.repeat(50), ...activity('SIRET', '18310021300029') });
    expectProblem(wrong, 400, 'invalid');
    expect(wrong.json.errors).toEqual([
      { field: 'lastName', code: 'required', detail: 'Indiquez votre nom.' },
      { field: 'firstName', code: 'required', detail: 'Indiquez votre prénom.' },
      { field: 'phone1', code: 'max-length', detail: 'Ce texte a au plus 40 caractères.' },
      { field: 'activity.idNumber', code: 'identifier', detail: expect.stringMatching(/^Un numéro SIRET/) },
    ]);
    const names = { lastName: 'Nouveau', firstName: 'Paul' };
    const blank = await put({ lastName: ' ', firstName: '\t', activity: { idNumber: '91010101010' } });
    expect(blank.json.errors.map((error: { field: string }) => error.field)).toEqual([
      'lastName',
      'firstName',
      'activity.idType',
    ]);
    for (const [idType, idNumber] of [
      ['RPPS', '9101010101'],
      ['ADELI', '12345678'],
      ['FINESS', '750712185'],
    ] as const) {
      const refused = await put({ ...names, ...activity(idType, idNumber) });
      expect(refused.json.errors, idType).toMatchObject([{ field: 'activity.idNumber', code: 'identifier' }]);
    }
    expect((await put({ ...names, ...activity('RPPS', '91010101010') })).status).toBe(200);
    expect((await paul.ask('/api/v1/me')).json.pending).toEqual([]);
    // From now on it is what was validated, and nothing of the portal, which no session keeps either.
    expect(await sessionsWithForm()).toBe(0);
    expect((await paul.ask('/api/v1/me/identity')).json).toMatchObject({
      ...names,
      activity: { idType: 'RPPS', idNumber: '91010101010' },
    });
    expect((await paul.ask('/api/v1/me/identity')).json.activity).not.toHaveProperty('profession');
    // Once: from now on the names alone are corrected so, and the account's profile is what its owner saves.
    const same = { ...names, ...activity('RPPS', '91010101010') };
    expect((await put(same)).status).toBe(200);
    expectProblem(await put({ ...names, lastName: 'Autre' }), 409, 'already-validated');
    const path = `/api/v1/mailboxes/${demoId('mailbox', PAUL)}/settings/profile`;
    const profile = { ...same, location: { region: 'Grand Est' } };
    const saved = { ...profile, activity: { ...same.activity, profession: 'Médecin' } };
    expectStatus(await paul.ask(path, { method: 'PUT', json: saved }), 200);
    const after = expectStatus(await put({ ...same, lastName: 'Nouveau-Roux' }), 200);
    expect((await paul.ask('/api/v1/me')).json.person.lastName).toBe('Nouveau-Roux');
    expect(after.json).toMatchObject({ stream: expect.stringMatching(/^person-/) });
    await expect
      .poll(async () => (await paul.ask(path)).json)
      .toMatchObject({ ...saved, lastName: 'Nouveau-Roux' });
    expect((await put(same)).status).toBe(200);
  });

  it('is asked for the terms again with each new version, at once (A2)', async () => {
    const context = {
      actor: null,
      mailbox: null,
      correlationId: 'terms-2',
      causationId: 'terms-2',
      operation: 'terms-2',
    };
    const stream = await ChangeReader.open(paul, demoId('mailbox', PAUL));
    await product().bus.execute(new PublishTermsCommand(context, '2026-12', 'CGU', '<p>Nouvelles</p>'));
    expect(await stream.closed).toBe(true);
    expectProblem(await paul.ask('/api/v1/me/sessions'), 403, 'terms-pending');
    const old = await paul.ask('/api/v1/me/terms-acceptances', { json: { version: '2026-01' } });
    expectProblem(old, 409, 'terms-outdated');
    for (const client of [paul, admin]) {
      expect(
        (await client.ask('/api/v1/me/terms-acceptances', { json: { version: '2026-12' } })).status,
      ).toBe(201);
      expect((await client.ask('/api/v1/me')).json.pending).toEqual([]);
    }
  });

  it('may be followed by a card, which the person sees and removes (S1)', async () => {
    const card = `/auth/login?purpose=card&to=/api/v1/me/cards&as=`;
    const shown = await paul.follow(`${card}${PAUL}`);
    expect(shown.json).toMatchObject([{ nationalId: '•••••••0004' }]);
    const taken = await paul.follow(`${card}${ROSE}`, { headers: { Accept: 'application/problem+json' } });
    expect(taken.status).toBe(409);
    expect(taken.text).toContain('celle d’une autre personne');
    const [{ id }] = shown.json as [{ id: string }];
    const stranger = await product().person('admin');
    expectProblem(await stranger.ask(`/api/v1/me/cards/${id}`, { method: 'DELETE' }), 404, 'not-found');
    expect((await paul.ask(`/api/v1/me/cards/${id}`, { method: 'DELETE' })).status).toBe(200);
    expect((await paul.ask('/api/v1/me/cards')).json).toEqual([]);
  });
});
