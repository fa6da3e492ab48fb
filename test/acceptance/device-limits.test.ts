import { afterAll, beforeAll, expect, it } from 'vitest';
import { HttpClient } from '../harness/http-client.js';
import { logIn, type LoginApp, startLoginApp } from '../harness/login-app.js';
import { MobileDevice } from '../harness/mobile-device.js';

let login: LoginApp;
beforeAll(async () => {
  login = await startLoginApp();
});
afterAll(() => login.close());

it('a mobile device is bounded to 500 requests in a second, as a session is (S12)', async () => {
  const person = await logIn(login.origin);
  const device = await MobileDevice.paired(person);
  const other = await MobileDevice.paired(person);
  login.limits.ms += 1_000;
  // Without a proof: what is bounded is what a token may cost, whoever has it.
  const client = new HttpClient(login.origin);
  const headers = { Authorization: `DPoP ${device.tokens.accessToken}` };
  const ask = async () => (await client.ask('/api/v1/me', { headers })).status;
  for (let n = 0; n < 500; n += 50) {
    const statuses = await Promise.all(Array.from({ length: 50 }, ask));
    expect(new Set(statuses)).toEqual(new Set([401]));
  }
  expect(await ask()).toBe(429);
  expect((await device.ask('/api/v1/me')).status).toBe(429);
  expect((await other.ask('/api/v1/me')).status).toBe(200);
  login.limits.ms += 1_000;
  expect((await device.ask('/api/v1/me')).status).toBe(200);
});
