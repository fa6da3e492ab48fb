import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoPeople } from '../../src/demo/demo-people.js';
import { demoId } from '../../src/demo/seed/seed-context.js';
import { EVENT_STORE, type EventStore } from '../../src/platform/event-store/event-store.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { HttpClient } from '../harness/http-client.js';
import { type LoginApp } from '../harness/login-app.js';
import { startRealLogin } from '../harness/real-login.js';
import { CLIENT_ID, TestPortal, type TokenPlan } from '../harness/test-portal.js';

/* What the portal must not get away with (A1): refused, written down by its reason alone, and told to the person. */

const paul = demoPeople.find(({ firstLoginDone }) => !firstLoginDone);
const IDENTIFIED = { SubjectNameID: paul?.nationalId, family_name: 'NOUVEAU' };
const JSON_ASKED = { headers: { Accept: 'application/problem+json' } };
const HOUR_S = 3600;
const seconds = (shift: number) => Math.floor(Date.now() / 1000) + shift;

let portal: TestPortal;
let login: LoginApp;
let dataDir: string;

beforeAll(async () => {
  portal = await TestPortal.start();
  dataDir = await mkdtemp(join(tmpdir(), 'medimail-faults-'));
  login = await startRealLogin(portal, dataDir);
});
afterAll(async () => {
  await login.close();
  await portal.stop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  portal.plan = { userinfo: IDENTIFIED };
  login.limits.ms += 60_000;
});

const plan = (fault: TokenPlan) => {
  portal.plan = { userinfo: IDENTIFIED, ...fault };
};
const browser = () => new HttpClient(login.origin);
const claims = (changed: JWTPayload): TokenPlan => ({ claims: changed });

/** How often logins were refused, by reason. */
async function refusals(): Promise<Readonly<Record<string, number>>> {
  const counter = login.app.get(Metrics).registry.getSingleMetric('medimail_login_refused_total');
  const { values } = (await counter?.get()) ?? { values: [] };
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels['reason']), value]));
}

/** The fault is refused for this reason, once, with a page that says it in French, and without a session. */
async function expectRefused(
  reason: string,
  says: RegExp,
  ask: (client: HttpClient) => Promise<URL> = (client) => portal.authorize(client),
): Promise<void> {
  const before = (await refusals())[reason] ?? 0;
  const client = browser();
  const answer = await client.ask((await ask(client)).href, { headers: { Accept: 'text/html' } });
  expect(answer.status).toBe(403);
  expect(answer.headers.get('Content-Type')).toMatch('text/html');
  expect(answer.text).toMatch(says);
  expect(answer.text).toContain('href="/auth/login"');
  expect(client.cookieNames).not.toContain('medimail');
  expect((await client.ask('/api/v1/me')).status).toBe(401);
  expect(await refusals()).toMatchObject({ [reason]: before + 1 });
}

const UNPROVED = /la réponse du portail n’a pas pu être vérifiée/;
const CLOCK = /l’heure annoncée par le portail et celle de Medimail ne concordent pas/;
const ONCE_MORE = /n’est plus valable/;
const WEAK = /authentification forte/;

describe('a login with a fault of the portal (A1)', () => {
  it.each<[string, TokenPlan, string, RegExp]>([
    ['another issuer', claims({ iss: 'https://elsewhere.test' }), 'issuer', UNPROVED],
    ['another audience', claims({ aud: 'somebody-else' }), 'audience', UNPROVED],
    ['several audiences and no authorised party', claims({ aud: [CLIENT_ID, 'other'] }), 'claims', UNPROVED],
    ['another nonce', claims({ nonce: 'x' }), 'nonce', UNPROVED],
    ['no nonce', claims({ nonce: undefined }), 'nonce', UNPROVED],
    ['an end in the past', claims({ exp: seconds(-60) }), 'clock', CLOCK],
    ['no end', claims({ exp: undefined }), 'clock', CLOCK],
    ['a clock that is an hour late', claims({ iat: seconds(-HOUR_S), exp: seconds(HOUR_S) }), 'clock', CLOCK],
    [
      'a clock that is an hour early',
      claims({ iat: seconds(HOUR_S), exp: seconds(2 * HOUR_S) }),
      'clock',
      CLOCK,
    ],
    ['no subject', claims({ sub: undefined }), 'subject', UNPROVED],
    ['a key of somebody else', { foreignKey: true }, 'signature', UNPROVED],
    ['no signature', { alg: 'none' }, 'algorithm', UNPROVED],
    ['the algorithm of the secret where keys are agreed', { alg: 'HS256' }, 'algorithm', UNPROVED],
    ['userinfo of another subject', { userinfo: { ...IDENTIFIED, sub: 'another' } }, 'subject', UNPROVED],
    ['another acr', claims({ acr: 'eidas2' }), 'weak-authentication', WEAK],
    ['no acr', claims({ acr: undefined }), 'weak-authentication', WEAK],
    ['a password alone', claims({ amr: ['pwd'] }), 'weak-authentication', WEAK],
  ])('is refused: %s', async (_, fault, reason, says) => {
    plan(fault);
    await expectRefused(reason, says);
  });

  it('is refused: a code that has served', async () => {
    const client = browser();
    const back = await portal.authorize(client);
    expect((await client.ask(back.href)).status).toBe(303);
    const code = back.searchParams.get('code') ?? '';
    await expectRefused('code', ONCE_MORE, (other) => portal.authorize(other, undefined, code));
  });

  it('is refused: a state that has served, or is another browser’s', async () => {
    const client = browser();
    const back = await portal.authorize(client);
    await expectRefused('state', ONCE_MORE, () => Promise.resolve(back));
    expect((await client.ask(back.href)).status).toBe(303);
    const again = await client.ask(back.href, JSON_ASKED);
    expect(again.json).toMatchObject({ status: 403, type: 'https://medimail.fr/problems/login-refused' });
  });

  it('is taken where the clocks differ by a few seconds', async () => {
    plan(claims({ iat: seconds(3) }));
    const client = browser();
    expect((await client.ask((await portal.authorize(client)).href)).status).toBe(303);
  });

  it('is written into the stream of a person whom we know, without anything of the login', async () => {
    const known = browser();
    expect((await known.ask((await portal.authorize(known)).href)).status).toBe(303);
    plan(claims({ acr: 'eidas2' }));
    const client = browser();
    await client.ask((await portal.authorize(client)).href);
    const events = login.app
      .get<EventStore>(EVENT_STORE)
      .read(`person-${demoId('person', paul?.address ?? '')}`, {
        direction: 'backwards',
        limit: 1,
      });
    for await (const event of events) {
      expect(event.type).toBe('LoginRefused');
      expect(JSON.stringify(event.data)).toContain('weak-authentication');
      expect(JSON.stringify(event)).not.toMatch(/eidas2|test-subject|NOUVEAU/);
    }
  });
});
