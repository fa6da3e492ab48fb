import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { HttpClient } from '../harness/http-client.js';
import { logIn, type LoginApp, startLoginApp } from '../harness/login-app.js';
import { MobileDevice } from '../harness/mobile-device.js';

let login: LoginApp;
let person: HttpClient;
let device: MobileDevice;
beforeAll(async () => {
  login = await startLoginApp();
  person = await logIn(login.origin);
});
beforeEach(async () => {
  device = await MobileDevice.paired(person);
  login.limits.ms += 1_000;
});
afterAll(() => login.close());

/** What 500 requests are answered, fifty at a time. */
async function statusesOf(ask: () => Promise<{ readonly status: number }>): Promise<ReadonlySet<number>> {
  const statuses = new Set<number>();
  for (let n = 0; n < 500; n += 50) {
    for (const { status } of await Promise.all(Array.from({ length: 50 }, ask))) statuses.add(status);
  }
  return statuses;
}

it('a mobile device is bounded to 500 requests in a second, as a session is (S12)', async () => {
  const other = await MobileDevice.paired(person);
  const ask = () => device.ask('/api/v1/me');
  expect(await statusesOf(ask)).toEqual(new Set([200]));
  expect((await ask()).status).toBe(429);
  expect((await device.askForTokens()).status).toBe(429);
  expect((await other.ask('/api/v1/me')).status).toBe(200);
  login.limits.ms += 1_000;
  expect((await ask()).status).toBe(200);
});

it('nobody uses the requests of a device up who has its tokens without its key (S12)', async () => {
  const { accessToken, refreshToken } = device.tokens;
  const thief = await MobileDevice.fresh(login.origin);
  thief.tokens = device.tokens;
  const client = new HttpClient(login.origin);
  const headers = { Authorization: `DPoP ${accessToken}` };
  expect(await statusesOf(() => client.ask('/api/v1/me', { headers }))).toEqual(new Set([401]));
  const json = { refreshToken };
  expect(await statusesOf(() => client.ask('/auth/devices/token', { json }))).toEqual(new Set([401]));
  expect((await thief.ask('/api/v1/me')).status).toBe(401);
  const proof = await device.proof('GET', '/api/v1/me', accessToken);
  const replayed = () => client.ask('/api/v1/me', { headers: { ...headers, DPoP: proof } });
  expect((await replayed()).status).toBe(200);
  expect(await statusesOf(replayed)).toEqual(new Set([401]));
  expect((await device.ask('/api/v1/me')).status).toBe(200);
});
