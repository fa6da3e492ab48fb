import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoPeople } from '../../src/demo/demo-people.js';
import { HttpClient } from '../harness/http-client.js';
import { type LoginApp, startLoginApp } from '../harness/login-app.js';
import { startRealLogin } from '../harness/real-login.js';
import { freePort } from '../harness/service-process.js';
import { CLIENT_ID, TestPortal, type TokenPlan } from '../harness/test-portal.js';

/** Nobody has logged in as this one yet: the portal's identity can still be linked. */
const paul = demoPeople.find(({ firstLoginDone }) => !firstLoginDone);
const IDENTIFIED = { SubjectNameID: paul?.nationalId };
const HOUR_S = 3600;
const seconds = (shift: number) => Math.floor(Date.now() / 1000) + shift;

let portal: TestPortal;
let login: LoginApp;
let dataDir: string;

beforeAll(async () => {
  portal = await TestPortal.start();
  dataDir = await mkdtemp(join(tmpdir(), 'medimail-portal-'));
  login = await startReal();
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

const startReal = (env: Readonly<Record<string, string>> = {}, folder = dataDir) =>
  startRealLogin(portal, folder, env);

async function statusWith(
  plan: TokenPlan,
  app = login,
): Promise<{ status: number; client: HttpClient; to: string }> {
  portal.plan = { userinfo: IDENTIFIED, ...plan };
  const client = new HttpClient(app.origin);
  const answer = await client.ask((await portal.authorize(client)).href);
  return { status: answer.status, client, to: answer.headers.get('Location') ?? '' };
}

describe('the proof of the portal (A1)', () => {
  it('is asked for with state, nonce, PKCE and the strength that is wanted', async () => {
    await portal.authorize(new HttpClient(login.origin));
    expect(Object.fromEntries(portal.authorizationRequest)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT_ID,
      redirect_uri: `${login.origin}/auth/callback`,
      scope: 'openid scope_all',
      acr_values: 'eidas1',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('is accepted when all of it is right', async () => {
    const { status, client, to } = await statusWith({});
    expect([status, to]).toEqual([303, '/api/v1/me']);
    expect((await client.ask('/api/v1/me')).json.person.lastName).toBe(paul?.lastName);
    expect((await statusWith({ signedUserinfo: true })).status).toBe(303);
  });

  it('is accepted with a profile of little more than a national id, and from a portal with two hosts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'medimail-wallet-'));
    const wallet = await TestPortal.start('esante-wallet');
    const other = await startRealLogin(wallet, folder);
    // Neither `SubjectRefPro` nor an e-mail: the metadata were found under Pro Santé Connect's own suffix.
    wallet.plan = { userinfo: IDENTIFIED };
    const client = new HttpClient(other.origin);
    const asked = await client.ask('/auth/login?to=/api/v1/me');
    expect(asked.headers.get('Location')).toMatch(wallet.authorizationEndpoint);
    expect(new URL(wallet.authorizationEndpoint).host).not.toBe(new URL(wallet.issuer).host);
    const answer = await client.follow((await wallet.authorize(client)).href);
    expect(answer.json).toMatchObject({
      person: { lastName: paul?.lastName },
      pending: ['terms', 'identity'],
    });
    expect((await client.ask('/api/v1/me/identity')).json).toMatchObject({
      lastName: paul?.lastName,
      firstName: paul?.firstName,
      activity: {},
    });
    await other.close();
    await wallet.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('fills the form of the first login in, with the activity that SubjectRefPro tells (A3)', async () => {
    const exercices = [{ codeProfession: '60', codeCiviliteDexercice: 'MME' }];
    const { status, client } = await statusWith({
      userinfo: { ...IDENTIFIED, family_name: 'NOUVEAU-MARTIN', SubjectRefPro: { exercices } },
    });
    expect(status).toBe(303);
    expect((await client.ask('/api/v1/me/identity')).json).toMatchObject({
      lastName: 'NOUVEAU-MARTIN',
      firstName: paul?.firstName,
      activity: { title: 'Madame', profession: 'Infirmier' },
    });
  });

  it('finds nobody by a national id that this issuer does not prove', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'medimail-unproved-'));
    const other = await startReal({ OIDC_NATIONAL_ID: '0' }, folder);
    expect((await statusWith({}, other)).status).toBe(403);
    await other.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('of somebody without an account says so', async () => {
    portal.plan = {
      claims: { sub: 'stranger' },
      userinfo: { sub: 'stranger', SubjectNameID: '899000000999' },
    };
    const client = new HttpClient(login.origin);
    const answer = await client.ask((await portal.authorize(client)).href);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Compte inconnu');
  });

  it('of another identity does not take over an account that is linked', async () => {
    await statusWith({});
    const { status, client } = await statusWith({
      claims: { sub: 'other' },
      userinfo: { sub: 'other', ...IDENTIFIED },
    });
    expect(status).toBe(409);
    expect(client.cookieNames).not.toContain('medimail');
  });

  it('does not go by the demonstration’s `as`', async () => {
    expect((await new HttpClient(login.origin).ask(`/auth/login?as=${paul?.address ?? ''}`)).status).toBe(
      400,
    );
    expect((await new HttpClient(login.origin).ask('/portail/')).status).toBe(404);
  });
});

describe('logout (A6)', () => {
  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const loggedOut = async (token: string) => {
    const body = new URLSearchParams({ logout_token: token }).toString();
    return new HttpClient(login.origin).ask('/auth/backchannel-logout', { body, headers: FORM });
  };

  it('goes to the portal with the ID token', async () => {
    const { client } = await statusWith({});
    const answer = await client.ask('/auth/logout', { method: 'POST' });
    const location = new URL(answer.headers.get('Location') ?? '');
    expect(`${location.origin}${location.pathname}`).toBe(`${portal.issuer}/logout`);
    expect(location.searchParams.get('post_logout_redirect_uri')).toBe(`${login.origin}/`);
    expect(location.searchParams.get('id_token_hint')).toMatch(/^eyJ/);
  });

  it.each([
    ['its session', { sid: 'portal-session' }],
    ['its subject', { sub: 'test-subject' }],
  ])('by the portal ends what it names: %s', async (_, named) => {
    const { client } = await statusWith({});
    expect((await client.ask('/api/v1/me')).status).toBe(200);
    expect(
      (await loggedOut(await portal.sign({ ...named, events, jti: JSON.stringify(named) }))).status,
    ).toBe(200);
    expect((await client.ask('/api/v1/me')).status).toBe(401);
  });

  it('by the portal works once a token', async () => {
    const { client } = await statusWith({});
    const token = await portal.sign({ sub: 'test-subject', events, jti: 'once' });
    expect((await loggedOut(token)).status).toBe(200);
    expect((await client.ask('/api/v1/me')).status).toBe(401);
    const { client: again } = await statusWith({});
    expect((await loggedOut(token)).status).toBe(400);
    expect((await again.ask('/api/v1/me')).status).toBe(200);
  });

  it('by the portal ends no other session', async () => {
    const { client } = await statusWith({});
    for (const named of [{ sid: 'another' }, { sub: 'another' }, { sid: 'another', sub: 'test-subject' }]) {
      const token = await portal.sign({ ...named, events, jti: JSON.stringify([named, 'x']) });
      expect((await loggedOut(token)).status).toBe(200);
    }
    expect((await client.ask('/api/v1/me')).status).toBe(200);
  });

  it('of a session that ended by itself does not end the portal’s', async () => {
    const { client } = await statusWith({});
    login.clock.advance(30 * 60_000);
    const answer = await client.ask('/auth/logout', { method: 'POST' });
    expect(answer.headers.get('Location')).toBe(`${login.origin}/`);
  });

  it('by the portal needs a proof', async () => {
    const { client } = await statusWith({});
    const named = { sid: 'portal-session', events, jti: 'a' };
    for (const token of [
      'x',
      await portal.sign(named, { foreignKey: true }),
      await portal.sign({ ...named, nonce: 'n' }),
      await portal.sign({ ...named, events: {} }),
      await portal.sign({ events, jti: 'a' }),
      await portal.sign({ ...named, iat: seconds(-HOUR_S) }),
      await portal.sign({ ...named, iat: undefined }),
      await portal.sign({ ...named, exp: seconds(-60) }),
      await portal.sign({ ...named, jti: undefined }),
      await portal.sign({ ...named, iss: 'https://elsewhere.test' }),
      await portal.sign({ ...named, aud: 'somebody-else' }),
      await portal.sign(named, { alg: 'HS256' }),
    ]) {
      expect((await loggedOut(token)).status, token.slice(-20)).toBe(400);
    }
    expect((await client.ask('/api/v1/me')).status).toBe(200);
  });
});

describe('the configuration', () => {
  it('of HS256 takes tokens under the client secret, and no others', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'medimail-hs256-'));
    const other = await startReal({ OIDC_ID_TOKEN_ALG: 'HS256' }, folder);
    expect((await statusWith({ alg: 'HS256' }, other)).status).toBe(303);
    expect((await statusWith({ alg: 'RS256' }, other)).status).toBe(403);
    await other.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('of a portal that is not there answers that it is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'medimail-absent-'));
    const other = await startReal({ OIDC_DISCOVERY_URL: `http://127.0.0.1:${await freePort()}/x` }, folder);
    const answer = await new HttpClient(other.origin).ask('/auth/login');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('Retry-After')).toBe('5');
    await other.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('of a demonstration is refused on a store that has served with a real issuer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'medimail-served-'));
    await (await startReal({}, folder)).close();
    await expect(startLoginApp({ dataDir: folder })).rejects.toThrow(/has served with a real issuer/);
    await rm(folder, { recursive: true, force: true });
  });
});
