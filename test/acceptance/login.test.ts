import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandBus } from '@nestjs/cqrs';
import { LinkIdentityCommand } from '../../src/accounts/link-identity/link-identity.command.js';
import { ATTEMPTS_OF_ALL } from '../../src/auth/oidc/login-attempts.js';
import { DEMO_ISSUER } from '../../src/demo/demo-people.js';
import { demoId, seedContext } from '../../src/demo/seed/seed-context.js';
import { DATABASES, type Databases, type Document } from '../../src/platform/documents/documents.js';
import { HttpClient } from '../harness/http-client.js';
import { ANTOINE, logIn, type LoginApp, startLoginApp } from '../harness/login-app.js';

const JSON_ASKED = { headers: { Accept: 'application/problem+json' } };
const MINUTE = 60_000;
const PAUL = 'paul.nouveau@medimail.test';

let login: LoginApp;
beforeAll(async () => {
  login = await startLoginApp();
});
afterAll(() => login.close());

const browser = () => new HttpClient(login.origin);

const loggedIn = (as?: string) => logIn(login.origin, as);

describe('login (A1, A4)', () => {
  it('goes through the whole exchange for the person named, and lands where it was asked', async () => {
    const client = browser();
    const answer = await client.follow(`/auth/login?as=${ANTOINE}&to=/api/v1/me`);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      person: { firstName: 'Antoine', lastName: 'Mennebeuf', roles: [] },
      strongAuth: { acr: 'eidas1', amr: ['mfa', 'sc'] },
      pending: [],
      accounts: [{ address: ANTOINE, type: 'MED', isDefault: true }],
    });
    expect(client.cookieNames).toContain('medimail');
  });

  it('gives a session cookie that scripts and other sites cannot use', async () => {
    const client = browser();
    let answer = await client.ask(`/auth/login?as=${ANTOINE}`);
    while (!answer.headers.getSetCookie().some((cookie) => cookie.startsWith('medimail='))) {
      answer = await client.ask(answer.headers.get('Location') ?? '');
    }
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('medimail=')) ?? '';
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });

  it('offers the people of the demonstration, and the tile that starts the login', async () => {
    const client = browser();
    const portal = await client.ask('/portail/');
    expect(portal.text).toContain('<a class="tile" href="/auth/login">MSSanté Pulsy – Medimail</a>');
    const choice = await client.follow('/auth/login?to=/api/v1/me');
    const action = /action="([^"]+)"/.exec(choice.text)?.[1] ?? '';
    const subject = /value="([^"]+)">Claire Pradel/.exec(choice.text)?.[1] ?? '';
    const chosen = await client.follow(action, { method: 'POST', body: new URLSearchParams({ subject }) });
    expect(chosen.json.person.lastName).toBe('Pradel');
    // The portal knows the person now: the tile goes straight in (A1).
    const again = await client.follow('/auth/login?to=/api/v1/me');
    expect(again.json.person.lastName).toBe('Pradel');
  });

  it('changes the person when another one is named, whoever the portal knew', async () => {
    const client = await loggedIn();
    const answer = await client.follow('/auth/login?as=claire.pradel@medimail.test&to=/api/v1/me');
    expect(answer.json.person.lastName).toBe('Pradel');
  });

  it('refuses a weak authentication with a page, and makes no session', async () => {
    const client = browser();
    const answer = await client.follow(`/auth/login?as=${ANTOINE}&acr=eidas0`);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('Content-Type')).toMatch('text/html');
    expect(answer.text).toContain('authentification forte');
    expect(client.cookieNames).not.toContain('medimail');
    expect((await client.ask('/api/v1/me')).status).toBe(401);
  });

  it('refuses a weak authentication with a problem where one is asked for', async () => {
    const client = browser();
    let answer = await client.ask(`/auth/login?as=${ANTOINE}&acr=eidas0`);
    while (answer.status < 400) answer = await client.ask(answer.headers.get('Location') ?? '', JSON_ASKED);
    expect(answer.json).toMatchObject({
      status: 403,
      type: 'https://medimail.fr/problems/weak-authentication',
    });
  });

  it('knows as people neither shared accounts nor strangers', async () => {
    for (const as of ['secretariat.cardio@medimail.test', 'nobody@medimail.test', 'x']) {
      const answer = await browser().ask(`/auth/login?as=${as}`);
      expect(answer.status, as).toBe(400);
      expect(answer.json.errors[0].field).toBe('as');
    }
  });

  it.each(['//evil.test', '/\\evil.test', 'https://evil.test', 'api', '', '/a\nb'])(
    'goes to no other place: %j',
    async (to) => {
      const answer = await browser().ask(`/auth/login?as=${ANTOINE}&to=${encodeURIComponent(to)}`);
      expect(answer.status).toBe(400);
      expect(answer.json.errors[0].field).toBe('to');
    },
  );

  it('stops an identity after ten failures in a minute, and no other', async () => {
    const rose = 'rose.rouge@medimail.test';
    const attempt = async (acr: string) =>
      (await browser().follow(`/auth/login?as=${rose}&acr=${acr}`)).status;
    for (let failure = 1; failure <= 10; failure += 1)
      expect(await attempt('eidas0'), `${failure}`).toBe(403);
    const eleventh = await browser().follow(`/auth/login?as=${rose}`);
    expect(eleventh.status).toBe(429);
    expect(Number(eleventh.headers.get('Retry-After'))).toBe(60);
    await loggedIn();
    login.limits.ms += MINUTE;
    await loggedIn(rose);
  });
});

describe('the way back from the portal', () => {
  async function authorized(client: HttpClient): Promise<URL> {
    let answer = await client.ask(`/auth/login?as=${ANTOINE}`);
    while (!(answer.headers.get('Location') ?? '').includes('/auth/callback')) {
      answer = await client.ask(answer.headers.get('Location') ?? '');
    }
    return new URL(answer.headers.get('Location') ?? '');
  }

  it('is for the browser that went, once', async () => {
    const client = browser();
    const callback = await authorized(client);
    const other = browser();
    await authorized(other);
    expect((await other.ask(callback.href)).status).toBe(403);
    expect((await client.ask(callback.href)).status).toBe(303);
    const replay = await client.ask(callback.href);
    expect(replay.status).toBe(403);
  });

  it('is open to two logins of one browser at once', async () => {
    const client = browser();
    const first = await authorized(client);
    const second = await authorized(client);
    expect((await client.ask(first.href)).status).toBe(303);
    expect((await client.ask(second.href)).status).toBe(303);
  });

  it('is kept open for the last ten logins of a browser', async () => {
    const client = browser();
    const first = await authorized(client);
    login.clock.advance(1_000);
    const second = await authorized(client);
    login.clock.advance(1_000);
    for (let more = 0; more < 9; more++) await client.ask(`/auth/login?as=${ANTOINE}`);
    expect((await client.ask(first.href)).status).toBe(403);
    expect((await client.ask(second.href)).status).toBe(303);
  });

  it('is not kept open for more browsers than the store shall hold', async () => {
    const attempts = login.app
      .get<Databases>(DATABASES)
      .database('sessions')
      .collection<Document & { readonly expiresAt: string }>('login-attempts');
    const expiresAt = new Date(login.clock.now().getTime() + MINUTE).toISOString();
    const documents = Array.from({ length: ATTEMPTS_OF_ALL }, (_, n) => ({ _id: `a${n}`, expiresAt }));
    await attempts.bulkWrite(documents.map((document) => ({ insertOne: { document } })));
    const refused = await browser().ask('/auth/login', JSON_ASKED);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    login.clock.advance(MINUTE);
    expect((await browser().ask('/auth/login', JSON_ASKED)).status).toBe(302);
  });

  it('needs the state, the issuer and the code that were given', async () => {
    for (const [name, value] of [
      ['state', 'A'.repeat(43)],
      ['iss', 'https://elsewhere.test'],
      ['code', 'made-up'],
    ] as const) {
      const client = browser();
      const callback = await authorized(client);
      callback.searchParams.set(name, value);
      const answer = await client.ask(callback.href, JSON_ASKED);
      expect(answer.json, name).toMatchObject({ status: 403, type: expect.stringMatching(/login-refused$/) });
      expect(client.cookieNames).not.toContain('medimail');
    }
  });

  it('comes too late after a quarter of an hour', async () => {
    const client = browser();
    const callback = await authorized(client);
    login.clock.advance(15 * MINUTE);
    expect((await client.ask(callback.href)).status).toBe(403);
  });

  it('without a code says that the login did not succeed', async () => {
    const answer = await browser().ask('/auth/callback?error=access_denied&state=x');
    expect(answer.status).toBe(403);
  });
});

describe('the first login (A2, A3)', () => {
  it('links the person of the national id, then asks for the terms, then for the identity', async () => {
    const client = await loggedIn('paul.nouveau@medimail.test');
    const pending = async (): Promise<unknown> => (await client.ask('/api/v1/me')).json.pending;
    expect(await pending()).toEqual(['terms', 'identity']);
    const blocked = await client.ask('/api/v1/me/sessions');
    expect(blocked.json).toMatchObject({ status: 403, type: expect.stringMatching(/\/terms-pending$/) });

    const terms = (await browser().ask('/api/v1/terms/current')).json;
    expect(terms).toMatchObject({ version: expect.any(String), html: expect.stringContaining('<h2>') });
    const early = await client.ask('/api/v1/me/identity', {
      method: 'PUT',
      json: { lastName: 'Nouveau', firstName: 'Paul' },
    });
    expect(early.status).toBe(403);
    const other = await client.ask('/api/v1/me/terms-acceptances', { json: { version: 'other' } });
    expect(other.status).toBe(409);
    const accepted = await client.ask('/api/v1/me/terms-acceptances', { json: { version: terms.version } });
    expect(accepted.status).toBe(201);
    expect(accepted.headers.get('X-After')).toMatch(/^person-.+@\d+$/);
    expect((await client.ask('/api/v1/me/sessions')).json.type).toMatch(/\/identity-pending$/);

    const empty = await client.ask('/api/v1/me/identity', { method: 'PUT', json: { lastName: '' } });
    expect(empty.status).toBe(400);
    expect(empty.json.errors).toMatchObject([{ field: 'lastName' }, { field: 'firstName' }]);
    const valid = { lastName: 'Nouveau', firstName: 'Paul' };
    expect((await client.ask('/api/v1/me/identity', { method: 'PUT', json: valid })).status).toBe(200);
    expect(await pending()).toEqual([]);
    expect((await client.ask('/api/v1/me/sessions')).status).toBe(200);
    // Linked for good: the next login finds the same person, without the national id.
    expect(
      (await loggedIn('paul.nouveau@medimail.test').then((again) => again.ask('/api/v1/me'))).json.pending,
    ).toEqual([]);
  });

  it('is refused with a page, and counted, where the account is another identity’s', async () => {
    const own = await startLoginApp();
    try {
      const person = demoId('person', PAUL);
      const link = new LinkIdentityCommand(seedContext('other'), person, DEMO_ISSUER, 'another-subject');
      await own.app.get(CommandBus).execute(link);
      const attempt = () => new HttpClient(own.origin).follow(`/auth/login?as=${PAUL}`);
      const refused = await attempt();
      expect(refused.status).toBe(409);
      expect(refused.headers.get('Content-Type')).toMatch('text/html');
      expect(refused.text).toContain('déjà lié à une autre identité');
      for (let failure = 2; failure <= 10; failure++) await attempt();
      expect((await attempt()).status).toBe(429);
    } finally {
      await own.close();
    }
  });
});
