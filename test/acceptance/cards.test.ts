import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JWTPayload } from 'jose';
import { CommandBus } from '@nestjs/cqrs';
import { ProvisionIdentityCommand } from '../../src/accounts/provision-identity/provision-identity.command.js';
import { demoId, seedContext } from '../../src/demo/seed/seed-context.js';
import { EVENT_STORE, type EventStore } from '../../src/platform/event-store/event-store.js';
import { type Answer, HttpClient } from '../harness/http-client.js';
import { type LoginApp } from '../harness/login-app.js';
import { startRealLogin } from '../harness/real-login.js';
import { TestPortal } from '../harness/test-portal.js';

/* A CPS card becomes its person's by a fresh login with it (S1). */

const PAUL = 'paul.nouveau@medimail.test';
const PAULS = '89900000004';
const CARD = '899000001234';
const CARD_QUERY = 'purpose=card&to=/compte';

let portal: TestPortal;
let login: LoginApp;
let dataDir: string;
let paul: HttpClient;

beforeAll(async () => {
  portal = await TestPortal.start();
  dataDir = await mkdtemp(join(tmpdir(), 'medimail-cards-'));
});
beforeEach(async () => {
  login = await startRealLogin(portal, await mkdtemp(join(dataDir, 'each-')), {
    OIDC_NATIONAL_ID: 'amr:sc',
  });
  paul = await comeBack(new HttpClient(login.origin), 'paul', PAULS);
  const { version } = (await paul.ask('/api/v1/terms/current')).json as { version: string };
  await paul.ask('/api/v1/me/terms-acceptances', { json: { version } });
  const names = { lastName: 'Nouveau', firstName: 'Paul' };
  await paul.ask('/api/v1/me/identity', { method: 'PUT', json: names });
  return () => login.close();
});
afterAll(async () => {
  await portal.stop();
  await rm(dataDir, { recursive: true, force: true });
});

function planOf(sub: string, nationalId: string, claims: JWTPayload = {}): void {
  const fresh = { sub, amr: ['mfa', 'sc'], auth_time: Math.floor(Date.now() / 1000) };
  portal.plan = { claims: { ...fresh, ...claims }, userinfo: { sub, SubjectNameID: nationalId } };
}

async function comeBack(client: HttpClient, sub: string, nationalId: string): Promise<HttpClient> {
  planOf(sub, nationalId);
  expect((await client.ask((await portal.authorize(client)).href)).status).toBe(303);
  return client;
}

/** The whole way of associating a card, as the portal has it. */
async function show(client: HttpClient, nationalId: string, claims?: JWTPayload): Promise<Answer> {
  planOf('card-holder', nationalId, claims);
  const headers = { headers: { Accept: 'application/problem+json' } };
  return client.ask((await portal.authorize(client, CARD_QUERY)).href, headers);
}

const cardsOf = async (client: HttpClient) =>
  (await client.ask('/api/v1/me/cards')).json as { id: string; nationalId: string; associatedAt: string }[];

describe('associating a CPS card (S1)', () => {
  it('asks the portal for a fresh login, and shows the card with its last digits', async () => {
    const session = paul.cookie('medimail');
    const answer = await show(paul, CARD);
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/compte']);
    const { prompt, max_age: maxAge } = Object.fromEntries(portal.authorizationRequest);
    expect([prompt, maxAge]).toEqual(['login', '0']);
    expect(await cardsOf(paul)).toEqual([
      { id: expect.any(String), nationalId: '••••••••1234', associatedAt: '2026-11-23T10:00:00.000Z' },
    ]);
    // The session is the one that it was.
    expect(paul.cookie('medimail')).toBe(session);
    await show(paul, CARD);
    expect(await cardsOf(paul)).toHaveLength(1);
  });

  it('makes the card a way in; once it is removed it is none any more', async () => {
    await show(paul, CARD);
    const byCard = await comeBack(new HttpClient(login.origin), 'card-holder', CARD);
    expect((await byCard.ask('/api/v1/me')).json.person.id).toBe(demoId('person', PAUL));
    const [card] = await cardsOf(paul);
    const path = `/api/v1/me/cards/${card?.id ?? ''}`;
    const removed = await paul.ask(path, { method: 'DELETE' });
    expect(removed.status).toBe(200);
    expect(removed.headers.get('X-After')).toMatch(/^person-/);
    expect(await cardsOf(paul)).toEqual([]);
    expect((await paul.ask(path, { method: 'DELETE' })).status).toBe(404);
    const client = new HttpClient(login.origin);
    expect((await client.ask((await portal.authorize(client)).href)).status).toBe(409);
  });

  it('is refused with the card of somebody else', async () => {
    const claire = demoId('person', 'claire.pradel@medimail.test');
    const provision = new ProvisionIdentityCommand(seedContext('card'), claire, CARD);
    await login.app.get(CommandBus).execute(provision);
    const answer = await show(paul, CARD);
    expect(answer.json).toMatchObject({ status: 409, type: expect.stringMatching(/card-taken$/) });
    expect(await cardsOf(paul)).toEqual([]);
  });

  it.each<[string, JWTPayload]>([
    ['no card: a one-time code', { amr: ['mfa', 'otp'] }],
    ['a login of before', { auth_time: Math.floor(Date.now() / 1000) - 60 }],
    ['a login of nobody knows when', { auth_time: undefined }],
    ['a weak authentication', { acr: 'eidas2' }],
  ])('is refused with %s', async (_, claims) => {
    const answer = await show(paul, CARD, claims);
    expect(answer.json).toMatchObject({
      status: 403,
      type: expect.stringMatching(claims['acr'] === undefined ? /card-unproved$/ : /weak-authentication$/),
    });
    expect(await cardsOf(paul)).toEqual([]);
    expect((await paul.ask('/api/v1/me')).status).toBe(200);
  });

  it('needs the session that asked, from its beginning to its end', async () => {
    const nobody = new HttpClient(login.origin);
    const asked = await nobody.ask(`/auth/login?${CARD_QUERY}`, { headers: { Accept: 'application/json' } });
    expect(asked.json).toMatchObject({ status: 401 });
    planOf('card-holder', CARD);
    const back = await portal.authorize(paul, CARD_QUERY);
    const cookie = paul.cookie('medimail') ?? '';
    await paul.ask('/auth/logout', { method: 'POST' });
    expect((await paul.ask(back.href)).status).toBe(403);
    paul.setCookie('medimail', cookie);
    expect((await paul.ask('/api/v1/me')).status).toBe(401);
  });

  it('leaves no national id in clear in the log', async () => {
    await show(paul, CARD);
    const stream = `person-${demoId('person', PAUL)}`;
    const types: string[] = [];
    for await (const event of login.app.get<EventStore>(EVENT_STORE).read(stream)) {
      types.push(event.type);
      expect(JSON.stringify([event.data, event.metadata])).not.toMatch(/899000001234|1234"|•/);
    }
    expect(types.at(-1)).toBe('CardAssociated');
  });
});
