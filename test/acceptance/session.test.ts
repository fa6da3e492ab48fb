import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASES, type Databases } from '../../src/platform/documents/documents.js';
import { HttpClient } from '../harness/http-client.js';
import { ANTOINE, logIn, type LoginApp, startLoginApp } from '../harness/login-app.js';

const MINUTE = 60_000;

let login: LoginApp;
beforeAll(async () => {
  login = await startLoginApp();
});
afterAll(() => login.close());

const browser = () => new HttpClient(login.origin);
const loggedIn = (as?: string) => logIn(login.origin, as);

describe('the session', () => {
  it('has an id of its own after each login (session fixation)', async () => {
    const client = await loggedIn();
    const first = client.cookie('medimail');
    await client.follow(`/auth/login?as=${ANTOINE}&to=/api/v1/me`);
    expect(client.cookie('medimail')).not.toBe(first);
    const thief = browser();
    thief.setCookie('medimail', first ?? '');
    expect((await thief.ask('/api/v1/me')).status).toBe(401);
  });

  it('is not had by a forged cookie', async () => {
    const client = await loggedIn();
    const cookie = decodeURIComponent(client.cookie('medimail') ?? '');
    const altered = `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'B' : 'A'}`;
    for (const forged of ['x', `s:${'A'.repeat(43)}.${'A'.repeat(43)}`, altered]) {
      const thief = browser();
      thief.setCookie('medimail', encodeURIComponent(forged));
      const answer = await thief.ask('/api/v1/me');
      expect(answer.json, forged).toMatchObject({
        status: 401,
        type: 'https://medimail.fr/problems/no-session',
      });
      expect(answer.headers.get('Content-Type')).toMatch('application/problem+json');
    }
  });

  it('ends after thirty minutes without a request, and after four hours whatever happens', async () => {
    const idle = await loggedIn();
    login.clock.advance(30 * MINUTE - 1);
    expect((await idle.ask('/api/v1/me')).status).toBe(200);
    login.clock.advance(30 * MINUTE);
    expect((await idle.ask('/api/v1/me')).status).toBe(401);

    const busy = await loggedIn();
    for (let minutes = 20; minutes < 240; minutes += 20) {
      login.clock.advance(20 * MINUTE);
      expect((await busy.ask('/api/v1/me')).status, `${minutes}`).toBe(200);
    }
    login.clock.advance(20 * MINUTE - 1);
    expect((await busy.ask('/api/v1/me')).status).toBe(200);
    login.clock.advance(1);
    expect((await busy.ask('/api/v1/me')).status).toBe(401);
  });

  it('is stored without its id and without the ID token', async () => {
    const client = await loggedIn();
    const id = decodeURIComponent(client.cookie('medimail') ?? '').slice(2, 45);
    const sessions = login.app.get<Databases>(DATABASES).database('sessions').collection('sessions');
    const stored = JSON.stringify(await sessions.find({}).toArray());
    expect(stored).not.toContain(id);
    // What every JWT begins with: `{"alg":`.
    expect(stored).not.toContain('eyJhbGciOi');
    expect(stored).not.toContain('medimail.test');
  });

  it('is seen and ended by its person, and by nobody else', async () => {
    const here = await loggedIn('claire.pradel@medimail.test');
    const there = await loggedIn('claire.pradel@medimail.test');
    const sessions = (await here.ask('/api/v1/me/sessions')).json as { id: string; current: boolean }[];
    const others = sessions.filter((session) => !session.current);
    expect(sessions.length - others.length).toBe(1);
    const stranger = await loggedIn();
    const path = (session: { id: string } | undefined) => `/api/v1/me/sessions/${session?.id ?? ''}`;
    expect((await stranger.ask(path(others[0]), { method: 'DELETE' })).status).toBe(404);
    for (const other of others) expect((await here.ask(path(other), { method: 'DELETE' })).status).toBe(204);
    expect((await there.ask('/api/v1/me')).status).toBe(401);
    expect((await here.ask('/api/v1/me')).status).toBe(200);
  });

  it('is bounded to 500 requests in a second', async () => {
    const client = await loggedIn();
    login.limits.ms += 1000;
    const statuses: number[] = [];
    for (let request = 1; request <= 501; request += 1) {
      statuses.push((await client.ask('/api/v1/terms/current')).status);
    }
    expect(statuses.slice(0, 500).every((status) => status === 200)).toBe(true);
    expect(statuses[500]).toBe(429);
    expect((await (await loggedIn()).ask('/api/v1/me')).status).toBe(200);
    login.limits.ms += 1000;
    expect((await client.ask('/api/v1/me')).status).toBe(200);
  });
});

describe('logout (A6)', () => {
  it('ends the session here and at the portal, and comes back', async () => {
    const client = await loggedIn();
    const cookie = client.cookie('medimail') ?? '';
    const answer = await client.ask('/auth/logout', { method: 'POST' });
    expect(answer.status).toBe(303);
    const location = new URL(answer.headers.get('Location') ?? '');
    expect(location.pathname).toBe('/portail/session/end');
    expect(client.cookieNames).not.toContain('medimail');
    const ended = await client.ask(location.href);
    expect(ended.status).toBe(303);
    expect(ended.headers.get('Location')).toBe(`${login.origin}/`);
    const thief = browser();
    thief.setCookie('medimail', cookie);
    expect((await thief.ask('/api/v1/me')).status).toBe(401);
    // The portal has forgotten the person too: it asks again who is there.
    expect((await client.follow('/auth/login')).text).toContain('Choisissez une personne');
  });

  it('tells where to go where JSON is asked for, with or without a session', async () => {
    const client = await loggedIn();
    const asked = { method: 'POST', headers: { Accept: 'application/json' } };
    const answer = await client.ask('/auth/logout', asked);
    expect(answer.status).toBe(200);
    expect(answer.json.location).toContain('/portail/session/end?id_token_hint=');
    expect((await client.ask('/auth/logout', asked)).json).toEqual({ location: `${login.origin}/` });
  });
});
