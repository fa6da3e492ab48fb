import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRunningService } from '../../src/cli/running-service.js';
import { CommandLine, type LineWriter } from '../../src/platform/management/command-line.js';
import { ManagementServer } from '../../src/platform/management/management-server.js';
import { readManagementAccess } from '../../src/platform/management/management-token.js';
import { ReadinessChecks } from '../../src/platform/management/readiness.js';
import { logIn, type LoginApp, startLoginApp } from '../harness/login-app.js';

const untold: LineWriter = () => Promise.resolve();

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
    expect(await askRunningService(access!, 'test echo', ['a', 'b'], untold)).toEqual({
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
    expect(await askRunningService({ url: ended, token: 'x' }, 'test echo', [], untold)).toBeUndefined();
  });

  it('hand out the lines that are written before the end, one by one', async () => {
    const given: string[] = [];
    login.app.get(CommandLine).add('test report', async (_args, write) => {
      await write('one');
      // The first must be there before the second is written: nothing is held.
      await expect.poll(() => given).toEqual(['one']);
      await write('two');
      return { exitCode: 4, lines: ['end'] };
    });
    const outcome = await ask('test report', (line) => Promise.resolve(void given.push(line)));
    expect([given, outcome]).toEqual([['one', 'two'], { exitCode: 4, lines: ['end'] }]);
  });

  it('say so where the command fails after it has written', async () => {
    login.app.get(CommandLine).add('test broken', async (_args, write) => {
      await write('one');
      throw new Error('broken');
    });
    await expect(ask('test broken', untold)).rejects.toThrow();
  });

  it('end the command at its next line where whoever asked has gone', async () => {
    let stopped: unknown;
    login.app.get(CommandLine).add('test endless', async (_args, write) => {
      try {
        for (;;) await write('x'.repeat(10_000));
      } catch (error) {
        stopped = error;
        throw error;
      }
    });
    const access = await readManagementAccess(login.dataDir);
    const gone = new AbortController();
    const asked = await fetch(`${url}/cli/test%20endless`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${access?.token ?? ''}` },
      body: '{"args":[]}',
      signal: gone.signal,
    });
    expect(asked.status).toBe(200);
    gone.abort();
    await expect.poll(() => stopped, { timeout: 10_000 }).toBeInstanceOf(Error);
  });

  async function ask(name: string, write: LineWriter) {
    const access = await readManagementAccess(login.dataDir);
    if (access === undefined) throw new Error('no service runs');
    return askRunningService(access, name, [], write);
  }
});
