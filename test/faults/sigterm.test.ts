import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ChangeReader } from '../harness/change-reader.js';
import { halfAnUpload } from '../harness/half-an-upload.js';
import { MailClient } from '../harness/mail-client.js';
import { ServiceProcess } from '../harness/service-process.js';

const END_MS = 15_000;

let dataDir: string;
let service: ServiceProcess | undefined;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'medimail-sigterm-'));
});
afterEach(async () => {
  await service?.kill();
  await rm(dataDir, { recursive: true, force: true });
});

it('SIGTERM ends the process once what is under way has been answered', async () => {
  service = await ServiceProcess.start({ DATA_DIR: dataDir });
  const client = await MailClient.loggedIn(service.url, 'antoine.mennebeuf@medimail.test');
  const reader = await ChangeReader.open(client, client.mailbox);
  const upload = await halfAnUpload(client);
  const stoppedAt = performance.now();
  const stopped = service.stop();
  expect(await reader.closed).toBe(true);
  const ready = await fetch(`${service.managementUrl}/health/ready`);
  expect([ready.status, await ready.json()]).toEqual([
    503,
    expect.objectContaining({ checks: expect.objectContaining({ http: false }) }),
  ]);
  upload.sendRest();
  const [response] = await upload.answered;
  response.resume();
  expect(response.statusCode).toBe(201);
  // Nest raises the signal again once everything is closed; npm start's parent sees either.
  expect([0, null]).toContain(await stopped);
  expect(performance.now() - stoppedAt).toBeLessThan(END_MS);
});
