import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn, type LoginApp, startLoginApp } from '../harness/login-app.js';

let login: LoginApp;
beforeAll(async () => {
  login = await startLoginApp();
});
afterAll(() => login.close());

const loggedIn = (as?: string) => logIn(login.origin, as);

type Headers = Readonly<Record<string, string>>;

describe('what comes from elsewhere', () => {
  const accept = { json: { version: 'x' } };

  it('changes nothing', async () => {
    const client = await loggedIn();
    const foreign: Headers[] = [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: 'https://evil.test' },
      { Origin: 'null' },
      { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'same-origin' },
    ];
    for (const headers of foreign) {
      const answer = await client.ask('/api/v1/me/terms-acceptances', { ...accept, headers });
      expect(answer.json, JSON.stringify(headers)).toMatchObject({
        status: 403,
        type: 'https://medimail.fr/problems/cross-site',
      });
    }
    const own: Headers[] = [
      { 'Sec-Fetch-Site': 'same-origin', Origin: login.origin },
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
      {},
    ];
    for (const headers of own) {
      const answer = await client.ask('/api/v1/me/terms-acceptances', { ...accept, headers });
      expect(answer.status, JSON.stringify(headers)).toBe(409);
    }
  });

  it('is refused under another host', async () => {
    for (const host of ['evil.test', `evil.test:${new URL(login.origin).port}`, '127.0.0.1']) {
      expect(await statusUnderHost(host), host).toBeGreaterThanOrEqual(400);
    }
    expect(await statusUnderHost(`localhost:${new URL(login.origin).port}`)).toBe(200);
  });

  function statusUnderHost(host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      request(`${login.origin}/api/v1/terms/current`, { headers: { Host: host } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
  }
});

describe('a body', () => {
  const LIMIT = 2 * 1024 * 1024;
  const sized = (bytes: number): string => {
    const empty = JSON.stringify({ version: '' });
    return JSON.stringify({ version: 'x'.repeat(bytes - empty.length) });
  };
  const post = async (body: string, headers: Headers = { 'Content-Type': 'application/json' }) =>
    (await logIn(login.origin)).ask('/api/v1/me/terms-acceptances', { body, headers });

  it('of JSON is 2 MiB at most, inclusive', async () => {
    // Within the limit it is read, and then refused for what it says.
    expect((await post(sized(LIMIT))).json).toMatchObject({ status: 400, errors: [{ field: 'version' }] });
    const answer = await post(sized(LIMIT + 1));
    expect(answer.json).toMatchObject({ status: 413, type: 'https://medimail.fr/problems/too-large' });
  });

  it('that is too large is read away, so that the answer can be read', async () => {
    const client = await logIn(login.origin);
    const chunk = new Uint8Array(64 * 1024).fill(0x20);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        if ((sent += chunk.length) > 8 * LIMIT) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const headers = { 'Content-Type': 'application/json' };
    const answer = await client.ask('/api/v1/me/terms-acceptances', { method: 'POST', body, headers });
    expect(answer.status).toBe(413);
  });

  it('that never ends is read away for five seconds at most', async () => {
    const client = await logIn(login.origin);
    const closed = await new Promise<number>((resolve, reject) => {
      const started = Date.now();
      const endless = request(`${login.origin}/api/v1/me/terms-acceptances`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': String(100 * LIMIT),
          Cookie: `medimail=${client.cookie('medimail') ?? ''}`,
        },
      });
      endless.on('response', (response) => {
        expect(response.statusCode).toBe(413);
        response.resume();
      });
      // A client that goes on sending: silence alone would end the connection too.
      const sending = setInterval(() => endless.write(' '), 100);
      endless.on('close', () => {
        clearInterval(sending);
        resolve(Date.now() - started);
      });
      endless.on('error', (error) => ('code' in error ? undefined : reject(error)));
      endless.flushHeaders();
    });
    expect(closed).toBeLessThan(15_000);
  });

  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const nested = (depth: number) => `{"version":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const broken = ['{', '"text"', 'null', '{"version":"\xff"}', nested(20), nested(1_000_000)];
  it.each(broken.map((text) => [text.slice(0, 30), bytes(text)] as const))(
    'that is no JSON object in UTF-8, or one nested too deep, is refused: %s',
    async (_text, body) => {
      const client = await logIn(login.origin);
      const headers = { 'Content-Type': 'application/json' };
      const answer = await client.ask('/api/v1/me/terms-acceptances', { body, headers });
      expect(answer.json).toMatchObject({ status: 400, type: 'https://medimail.fr/problems/broken-json' });
    },
  );

  it('tells everything that is wrong with it at once, in French', async () => {
    const client = await logIn(login.origin);
    const answer = await client.ask('/api/v1/me/identity', {
      method: 'PUT',
      json: { lastName: '', phone1: 5, unknown: 1, activity: { idType: 'NIR' } },
    });
    expect(answer.status).toBe(400);
    const errors = answer.json.errors as { field: string; detail: string }[];
    expect(errors.map(({ field }) => field).sort()).toEqual([
      'activity.idType',
      'firstName',
      'lastName',
      'phone1',
      'unknown',
    ]);
    for (const { detail } of errors) expect(detail).not.toMatch(/must|should/);
  });
});

describe('every answer', () => {
  it('of an unknown path is a problem', async () => {
    const client = await logIn(login.origin);
    for (const path of ['/api/v1/nothing', '/auth/nothing', '/nothing', '/api/v1/%E0%A4%A']) {
      const answer = await client.ask(path);
      expect(answer.headers.get('Content-Type'), path).toMatch('application/problem+json');
      expect([400, 404], path).toContain(answer.status);
    }
  });

  it('has a policy that lets nothing in from elsewhere, and data are kept by nobody', async () => {
    const client = await logIn(login.origin);
    const answer = await client.ask('/api/v1/me');
    const policy = answer.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(answer.headers.get('X-Powered-By')).toBeNull();
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.headers.get('Referrer-Policy')).toBe('no-referrer');
  });

  it('about the API describes it, with a page whose parts are ours', async () => {
    const client = await logIn(login.origin);
    const description = (await client.ask('/api/openapi.json')).json;
    expect(Object.keys(description.paths as object)).toContain('/api/v1/me');
    const page = await client.ask('/api/docs');
    expect(page.status).toBe(200);
    const sources = [...page.text.matchAll(/<script src="([^"]+)"/g)].map(([, source = '']) => source);
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) {
      const url = new URL(source, `${login.origin}/api/docs`);
      expect(url.origin).toBe(login.origin);
      expect((await client.ask(url.pathname)).status, source).toBe(200);
    }
    // The page's own inline script would need a hole in the policy; it has none.
    expect(page.text).not.toMatch(/<script>[^<]/);
  });
});
