import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MessageRow } from '../../src/contracts/http/messages.http.js';
import { leaks } from '../harness/leaks.js';
import { expectStatus, MailClient } from '../harness/mail-client.js';
import { freePort, ServiceProcess } from '../harness/service-process.js';

/* The service as it is shipped, on the embedded engines, killed as a power cut would. */

const text = 'Le texte que personne d’autre ne lit';
const subject = 'Sérologie de Monsieur Dupont';
const fileName = 'Sérologie-Dupont.pdf';
const pdf = Buffer.from('%PDF-1.4\n%%EOF\n');
const to = ['claire.pradel@medimail.test'];

let folder: string;
let env: Record<string, string>;
let service: ServiceProcess;
let antoine: MailClient;
let claire: MailClient;
let output = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medimail-kill-'));
  env = { DATA_DIR: folder, PORT: await freePort(), MANAGEMENT_PORT: await freePort() };
  service = await ServiceProcess.start(env);
  antoine = await MailClient.loggedIn(service.url, 'antoine.mennebeuf@medimail.test');
  claire = await MailClient.loggedIn(service.url, 'claire.pradel@medimail.test');
}, 120_000);

afterAll(async () => {
  await service.kill();
  await rm(folder, { recursive: true, force: true });
});

async function killAndStart(): Promise<void> {
  await service.kill();
  output += service.output;
  service = await ServiceProcess.start(env);
}

const rows = async (reader: MailClient, query: string): Promise<MessageRow[]> => {
  const found: MessageRow[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await reader.list(`limit=200&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
};

describe('a service that is killed', () => {
  it('has everything that it acknowledged when it starts again: messages, folders, sessions (D2, C6, C7, C8, C10)', async () => {
    const attachments = [await antoine.upload(fileName, pdf, 'application/pdf')];
    const { id } = await antoine.send({ to, subject, html: `<p>${text}</p>`, attachments });
    const other = await antoine.send({ to, subject: 'À ranger' });
    const opened = await claire.seeing(antoine).open(id);
    expectStatus(await claire.call(`/messages/${id}/events`), 200);
    expectStatus(await claire.call(`/messages/${id}/move`, { json: { folder: 'deleted' } }), 200);
    expectStatus(await claire.call(`/messages/${id}/restore`, { method: 'POST' }), 200);
    expectStatus(await claire.call(`/messages/${other.id}`, { method: 'DELETE' }), 200);
    const state = async () => ({
      folders: [await antoine.folders(), await claire.folders()],
      sent: await rows(antoine, 'folder=sent'),
      received: await rows(claire, ''),
      message: await claire.open(id),
    });
    const before = await state();
    expect(before.received).toContainEqual(expect.objectContaining({ id, folder: 'inbox', opened: true }));
    expect(before.received).toContainEqual(expect.objectContaining({ id: other.id, folder: 'deleted' }));

    await killAndStart();

    expect(await state()).toEqual(before);
    const path = `/messages/${id}/attachments/${opened.attachments[0]?.id ?? ''}`;
    expect(expectStatus(await claire.call(path), 200).text).toBe(pdf.toString());
  }, 60_000);

  it('in the midst of sixty-four sends has every one that it acknowledged, in both mailboxes, and none by half (D2, X3)', async () => {
    const acknowledged: string[] = [];
    let enough: () => void = () => undefined;
    const some = new Promise<void>((resolve) => (enough = resolve));
    const sends = Array.from({ length: 64 }, async (_, index) => {
      const sent = await antoine.send({ to, subject: `Rafale ${index}` });
      acknowledged.push(sent.id);
      if (acknowledged.length === 8) enough();
    });
    const all = Promise.allSettled(sends);
    await some;
    await killAndStart();
    await all;

    const burst = (found: MessageRow[]) =>
      found
        .filter((row) => row.subject.startsWith('Rafale'))
        .map((row) => row.id)
        .sort();
    const sent = burst(await rows(antoine, 'folder=sent'));
    const received = burst(await rows(claire, 'folder=inbox'));
    expect(sent).toEqual(received);
    expect(sent).toEqual(expect.arrayContaining(acknowledged));
    expect(acknowledged.length).toBeGreaterThanOrEqual(8);
    for (const id of sent) expect((await claire.open(id)).html).toBe('<p>Texte</p>');
    const inbox = (await claire.folders()).find((one) => one.id === 'inbox');
    expect(inbox?.total).toBe((await rows(claire, 'folder=inbox')).length);
  }, 120_000);

  it('tells with the same Idempotency-Key what became of a send that it did not answer (D2)', async () => {
    const ask = (key: string) =>
      antoine.call('/messages', { json: { to, subject: `Clé ${key}` }, headers: { 'Idempotency-Key': key } });
    const keys = Array.from({ length: 24 }, (_, index) => `cle-${index}`);
    const first = keys.map((key) => ask(key).catch(() => undefined));
    await Promise.race(first);
    await killAndStart();
    const answered = await Promise.all(first);
    const again = await Promise.all(keys.map(ask));
    for (const [index, answer] of again.entries()) {
      expectStatus(answer, 201);
      if (answered[index] !== undefined) expect(answer.json).toEqual(answered[index].json);
    }
    claire.seeing(antoine);
    const received = (await rows(claire, 'folder=inbox')).filter((row) => row.subject.startsWith('Clé'));
    expect(received.map((row) => row.id).sort()).toEqual(again.map(({ json }) => json.id as string).sort());
  }, 120_000);
});

it('writes no subject, text, file name, name or address to its log or its metrics (A5, G1)', async () => {
  const metrics = await (await fetch(`${service.managementUrl}/metrics`)).text();
  const said = Buffer.from(output + service.output + metrics);
  expect(said.toString()).toContain('/api/v1/mailboxes/:m/messages');
  const secret = [subject, text, fileName, 'Rafale 1', 'Mennebeuf', 'antoine.mennebeuf', '@medimail.test'];
  const cookie = decodeURIComponent(claire.cookie('medimail') ?? '').slice(2, 40);
  expect(leaks(said, [...secret, cookie])).toEqual([]);
});

it('is the only one on its data: a second process ends with a sentence that says so', async () => {
  const second = await ServiceProcess.spawn({ DATA_DIR: folder });
  expect(await second.exited()).toBe(1);
  expect(second.output).toContain('another process is using the data folder');
  expect(second.output).not.toMatch(/^ +at /m);
  expect((await antoine.list('limit=1')).items).toHaveLength(1);
}, 60_000);

it('does not start with wrong variables, and names each in a sentence', async () => {
  const wrong = { PORT: 'http', LOG_LEVEL: 'loud', MASTER_KEY: 'short', DATA_DIR: join(folder, 'none') };
  const refused = await ServiceProcess.spawn(wrong);
  expect(await refused.exited()).toBe(1);
  for (const name of ['PORT', 'LOG_LEVEL', 'MASTER_KEY']) {
    expect(refused.output).toMatch(new RegExp(`^${name} must be .*\\.$`, 'm'));
  }
  expect(refused.output).not.toMatch(/^ +at /m);
  expect(refused.output).not.toContain('short');
});

it('ends what is in hand when it is asked to stop', async () => {
  const sends = Array.from({ length: 16 }, (_, index) => antoine.send({ to, subject: `Fin ${index}` }));
  const answered = Promise.allSettled(sends);
  await Promise.race(sends);
  await service.stop();
  const acknowledged = (await answered).flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
  service = await ServiceProcess.start(env);
  const received = (await rows(claire, 'folder=inbox')).map((row) => row.id);
  expect(received).toEqual(expect.arrayContaining(acknowledged));
}, 60_000);
