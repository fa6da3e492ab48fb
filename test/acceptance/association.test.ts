import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IssueAssociationCodeCommand } from '../../src/accounts/issue-association-code/issue-association-code.command.js';
import { demoId, seedContext } from '../../src/demo/seed/seed-context.js';
import { DATABASES, type Databases } from '../../src/platform/documents/documents.js';
import { EVENT_STORE, type EventStore } from '../../src/platform/event-store/event-store.js';
import { HttpClient } from '../harness/http-client.js';
import { type LoginApp } from '../harness/login-app.js';
import { startRealLogin } from '../harness/real-login.js';
import { TestPortal } from '../harness/test-portal.js';

/* Somebody whom the portal proves without a national id: their structure gave them a code (A2). */

const PAUL = 'paul.nouveau@medimail.test';
const JSON_ASKED = { Accept: 'application/json' };
const DAY = 24 * 3_600_000;

let portal: TestPortal;
let login: LoginApp;
let dataDir: string;

beforeAll(async () => {
  portal = await TestPortal.start();
  dataDir = await mkdtemp(join(tmpdir(), 'medimail-association-'));
});
beforeEach(async () => {
  login = await startRealLogin(portal, await mkdtemp(join(dataDir, 'each-')), { OIDC_NATIONAL_ID: '0' });
  return () => login.close();
});
afterAll(async () => {
  await portal.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const codeFor = async (address: string, n = 1): Promise<string> => {
  const command = new IssueAssociationCodeCommand(
    seedContext(`code ${n} ${address}`),
    demoId('mailbox', address),
  );
  return (await login.app.get(CommandBus).execute(command)).code;
};

/** A browser that has come back from the portal as somebody whom nobody here knows. */
async function stranger(sub = 'stranger'): Promise<HttpClient> {
  portal.plan = { claims: { sub }, userinfo: { sub } };
  const client = new HttpClient(login.origin);
  const answer = await client.ask((await portal.authorize(client)).href);
  expect(answer.status).toBe(403);
  expect(answer.text).toContain('href="/auth/association"');
  expect(client.cookieNames).not.toContain('medimail');
  return client;
}

const enter = (client: HttpClient, code: string, address = PAUL) =>
  client.ask('/auth/association', { json: { address, code }, headers: JSON_ASKED });
const wrong = (code: string) => `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`;

describe('the association code (A2)', () => {
  it('links the identity of the portal, begins the session, and is good for nothing more', async () => {
    const code = await codeFor(PAUL);
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const client = await stranger();
    expect((await client.ask('/api/v1/me')).status).toBe(401);
    expect((await client.ask('/auth/association')).text).toContain('Code d’association');
    const body = new URLSearchParams({ address: ` ${PAUL.toUpperCase()} `, code: code.toLowerCase() });
    const answer = await client.ask('/auth/association', { body, headers: { Accept: 'text/html' } });
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/api/v1/me']);
    expect((await client.ask('/api/v1/me')).json).toMatchObject({
      person: { lastName: 'Nouveau' },
      pending: ['terms', 'identity'],
    });
    expect(client.cookieNames).not.toContain('association');
    // Linked for good; and the code is used up, for others too.
    const again = new HttpClient(login.origin);
    expect((await again.follow((await portal.authorize(again)).href)).status).toBe(200);
    expect((await enter(await stranger('other'), code)).json.type).toMatch(/association-refused$/);
  });

  it('is tried five times; then the right one does not help', async () => {
    const code = await codeFor(PAUL);
    const client = await stranger();
    for (let failure = 1; failure <= 5; failure++) {
      const refused = await enter(client, wrong(code));
      expect(refused.json).toMatchObject({
        status: 403,
        type: expect.stringMatching(/association-refused$/),
      });
    }
    expect((await enter(client, code)).status).toBe(403);
    login.limits.ms += 60_000;
    expect((await enter(client, await codeFor(PAUL, 2))).status).toBe(200);
  });

  it('has its tries counted when they come at once', async () => {
    const code = await codeFor(PAUL);
    const strangers = [await stranger('a'), await stranger('b')];
    await Promise.all([1, 2, 3, 4, 5].map((n) => enter(strangers[n % 2] as HttpClient, wrong(code))));
    expect((await enter(strangers[0] as HttpClient, code)).status).toBe(403);
  });

  it('is over after seven days', async () => {
    const code = await codeFor(PAUL);
    login.clock.advance(7 * DAY - 1);
    const client = await stranger();
    login.clock.advance(1);
    expect((await enter(client, code)).status).toBe(403);
  });

  it('is refused alike for an account that is not there, shared or another’s, and counted for the identity', async () => {
    const code = await codeFor(PAUL);
    const client = await stranger();
    const answers = new Set<string>();
    for (const address of [
      'nobody@medimail.test',
      'secretariat.cardio@medimail.test',
      'claire.pradel@medimail.test',
      'x',
      'rose.rouge@medimail.test',
    ]) {
      answers.add((await enter(client, code, address)).text);
    }
    expect([...answers].map((text) => (JSON.parse(text) as { type: string }).type)).toEqual([
      'https://medimail.fr/problems/association-refused',
    ]);
    for (let failure = 6; failure <= 10; failure++) await enter(client, code, 'nobody@medimail.test');
    expect((await enter(client, code)).status).toBe(429);
  });

  it('is asked of nobody who has not been at the portal, or was there too long ago', async () => {
    const code = await codeFor(PAUL);
    const nobody = new HttpClient(login.origin);
    expect((await enter(nobody, code)).json.type).toMatch(/login-refused$/);
    expect((await nobody.ask('/auth/association')).status).toBe(403);
    const client = await stranger();
    login.clock.advance(15 * 60_000);
    expect((await enter(client, code)).json.type).toMatch(/login-refused$/);
  });

  it('needs both fields', async () => {
    const answer = await enter(await stranger(), '', '');
    expect(answer.json.errors.map((error: { field: string }) => error.field)).toEqual(['address', 'code']);
  });

  it('stands nowhere: neither in the log, nor beside the login that waits', async () => {
    const code = await codeFor(PAUL);
    const client = await stranger();
    await enter(client, wrong(code));
    const found: string[] = [];
    const stream = `person-${demoId('person', PAUL)}`;
    for await (const event of login.app.get<EventStore>(EVENT_STORE).read(stream)) {
      found.push(`${event.type} ${JSON.stringify(event.data)}`);
    }
    const waiting = login.app
      .get<Databases>(DATABASES)
      .database('sessions')
      .collection('pending-associations');
    const text = `${found.join()}${JSON.stringify(await waiting.find({}).toArray())}`;
    expect(text).toMatch(/AssociationCodeIssued.*AssociationFailed/s);
    for (const secret of [code, code.replaceAll('-', ''), 'stranger']) expect(text).not.toContain(secret);
  });
});
