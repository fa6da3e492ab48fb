import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRunningService } from '../../src/cli/running-service.js';
import { CommandLine } from '../../src/platform/management/command-line.js';
import { ManagementServer } from '../../src/platform/management/management-server.js';
import { readManagementAccess } from '../../src/platform/management/management-token.js';
import { ReadinessChecks } from '../../src/platform/management/readiness.js';
import { logIn, type LoginApp, startLoginApp } from '../harness/login-app.js';

let login: LoginApp;
let url: string;
beforeAll(async () => {
  login = await startLoginApp();
  ({ url } = login.app.get(ManagementServer));
});
afterAll(() => login.close());

describe('the management port', () => {
  it('tells that the process lives, and when it is ready', async () => {
    const checks = login.app.get(ReadinessChecks);
    const state = { ready: false };
    checks.add({ name: 'test', ready: () => Promise.resolve(state.ready) });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const before = await fetch(`${url}/health/ready`);
    expect([before.status, await before.json()]).toEqual([
      503,
      { ready: false, checks: { http: true, test: false } },
    ]);
    state.ready = true;
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    checks.add({ name: 'broken', ready: () => Promise.reject(new Error('broken')) });
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
  });

  it('counts requests by the pattern of their route, and nothing that people typed', async () => {
    const client = await logIn(login.origin);
    await client.ask('/api/v1/me/sessions/made-up-id?search=secret-word', { method: 'DELETE' });
    await client.ask('/nowhere/typed-by-somebody');
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('route="/api/v1/me/sessions/:s",status="404"');
    expect(metrics).not.toMatch(/made-up-id|secret-word|typed-by-somebody|medimail\.test/);
  });

  it('is not on the port of the service', async () => {
    const client = await logIn(login.origin);
    for (const path of ['/metrics', '/health/ready', '/cli/test'])
      expect((await client.ask(path)).status).toBe(404);
  });
});

describe('the command line’s calls', () => {
  it('need the token, which only the user of the service can read', async () => {
    login.app.get(CommandLine).add('test echo', (args) => Promise.resolve({ exitCode: 3, lines: args }));
    const access = await readManagementAccess(login.dataDir);
    expect(access?.url).toBe(url);
    const file = join(login.dataDir, 'management-token');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toBe(access?.token);
    expect(await askRunningService(access!, 'test echo', ['a', 'b'])).toEqual({
      exitCode: 3,
      lines: ['a', 'b'],
    });

    const call = (headers: Readonly<Record<string, string>>, body = '{"args":[]}', name = 'test%20echo') =>
      fetch(`${url}/cli/${name}`, { method: 'POST', headers, body });
    const right = { Authorization: `Bearer ${access?.token ?? ''}` };
    expect((await call({})).status).toBe(401);
    expect((await call({ Authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await call(right)).status).toBe(200);
    expect((await call(right, '{"args":[1]}')).status).toBe(400);
    expect((await call(right, '{')).status).toBe(400);
    expect((await call(right, '{"args":[]}', 'unknown')).status).toBe(404);
  });

  it('find nobody where the service has ended', async () => {
    const other = await startLoginApp({ seed: false });
    const ended = other.app.get(ManagementServer).url;
    await other.close();
    expect(await askRunningService({ url: ended, token: 'x' }, 'test echo', [])).toBeUndefined();
  });
});
