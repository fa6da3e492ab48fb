import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DATABASES, type Databases } from '../../../src/platform/documents/documents.js';
import { MAIL_OUT, type MailOut } from '../../../src/platform/mail/mail-out.js';
import { SmtpMailOut } from '../../../src/platform/mail/smtp-mail-out.js';
import { CommandLine } from '../../../src/platform/management/command-line.js';
import { Metrics } from '../../../src/platform/observability/metrics.js';
import { type MailClient } from '../../harness/mail-client.js';
import { notify, queueOf, untilTold } from '../../harness/notifications.js';
import { untilAnswered } from '../../harness/policies-at-rest.js';
import { describeProduct } from '../../harness/product.js';
import { eventually } from '../../harness/projection-world.js';
import { SmtpTestServer, TEST_CERTIFICATE } from '../../harness/smtp-server.js';

const CLAIRE = 'claire@cabinet.exemple.fr';
const HOUR_MS = 3_600_000;

describeProduct('notifications by SMTP', (product) => {
  let server: SmtpTestServer;
  let antoine: MailClient;
  let claire: MailClient;

  /** What the service sends goes to the test server from now on. */
  function sendTo({ url }: SmtpTestServer): void {
    const { clock } = product();
    const smtp = new SmtpMailOut({ url, from: 'ne-pas-repondre@exemple.fr', clock, ca: TEST_CERTIFICATE });
    vi.spyOn(product().app.get<MailOut>(MAIL_OUT), 'send').mockImplementation((mail) => smtp.send(mail));
  }
  beforeEach(async () => {
    server = await SmtpTestServer.start();
    sendTo(server);
    [antoine, claire] = await Promise.all([
      product().person('antoine.mennebeuf'),
      product().person('claire.pradel'),
    ]);
    await untilAnswered(product());
    await notify(claire, CLAIRE);
  }, 60_000);
  afterEach(async () => {
    vi.restoreAllMocks();
    await server.stop();
  });

  const send = async () => (await antoine.send({ to: ['claire.pradel@medimail.test'] })).id;
  const value = async (name: string, labels: object = {}): Promise<number> => {
    const metric = product().app.get(Metrics).registry.getSingleMetric(`medimail_notifications_${name}`);
    const { values } = (await metric?.get()) ?? { values: [] };
    return values.find((one) => JSON.stringify(one.labels) === JSON.stringify(labels))?.value ?? 0;
  };
  const tried = async (times: number) =>
    eventually(
      async () => (await value('retries_total')) >= times && (await queueOf(product()).due(1)).length === 0,
    );
  const later = (milliseconds: number) => product().clock.advance(milliseconds);
  const counted = async (check: () => Promise<boolean>) => eventually(check, 30_000);

  it('wait while the server is down for a day, hold up nothing, and none is lost (S7)', async () => {
    await server.stop();
    const before = await value('retries_total');
    const ids = [await send(), await send()];
    await untilAnswered(product());
    await tried(before + 2);
    expect((await queueOf(product()).waiting()).count).toBe(2);
    for (let hour = 1; hour <= 24; hour++) {
      later(HOUR_MS);
      await tried(before + 2 + 2 * hour);
    }
    await counted(async () => (await value('oldest_seconds')) >= 23 * 3_600);
    expect(await value('queued')).toBe(2);
    const { lines } = (await product().app.get(CommandLine).run('notifications status', []))!;
    expect(lines[0]).toMatch(/^2 mails wait, the oldest since 2026-/);

    server = await SmtpTestServer.start();
    sendTo(server);
    later(HOUR_MS);
    await untilTold(product());
    expect(server.received.map(({ to }) => to)).toEqual([[CLAIRE], [CLAIRE]]);
    for (const id of ids) expect(server.received.filter(({ raw }) => raw.includes(id))).toHaveLength(1);
    expect(await queueOf(product()).waiting()).toEqual({ count: 0, oldest: undefined });
  }, 90_000);

  it('are given up after two days (S7)', async () => {
    antoine = await product().person('antoine.mennebeuf');
    server.faults = { RCPT: '451 later' };
    const retried = await value('retries_total');
    await send();
    await tried(retried + 1);
    later(47 * HOUR_MS);
    await tried(retried + 2);
    expect((await queueOf(product()).waiting()).count).toBe(1);
    const before = await value('failed_total', { reason: 'given-up' });
    later(HOUR_MS);
    await counted(async () => (await value('failed_total', { reason: 'given-up' })) === before + 1);
    expect((await queueOf(product()).waiting()).count).toBe(0);
  }, 60_000);

  it('are not tried again where the server refuses one for good (S7)', async () => {
    antoine = await product().person('antoine.mennebeuf');
    const before = await value('failed_total', { reason: 'refused' });
    server.faults = { RCPT: '550 no such user' };
    await send();
    await counted(async () => (await value('failed_total', { reason: 'refused' })) === before + 1);
    server.faults = {};
    later(HOUR_MS);
    await untilTold(product());
    expect(server.received).toEqual([]);
    expect((await queueOf(product()).waiting()).count).toBe(0);
  }, 60_000);

  it('are dropped where what they tell of is gone before they can be sent, or nobody wants them (S7, R1)', async () => {
    server.faults = { RCPT: '451 later' };
    const retried = await value('retries_total');
    const id = await send();
    await claire.seeing(antoine).call(`/messages/${id}`, { method: 'DELETE' });
    await tried(retried + 1);
    await claire.call(`/messages/${id}?forever=true`, { method: 'DELETE' });
    await send();
    await tried(retried + 2);
    await notify(claire, CLAIRE, { received: false });
    server.faults = {};
    const before = await value('failed_total', { reason: 'obsolete' });
    later(HOUR_MS);
    await counted(async () => (await value('failed_total', { reason: 'obsolete' })) === before + 2);
    expect(server.received).toEqual([]);
  }, 60_000);

  it('leave no address in the queue (S7)', async () => {
    server.faults = { RCPT: '451 later' };
    const retried = await value('retries_total');
    await send();
    await tried(retried + 1);
    const stored = product().app.get<Databases>(DATABASES).database('policies').collection('notices');
    const documents = JSON.stringify(await stored.find({}).toArray());
    expect(documents).toContain(claire.mailbox);
    expect(documents).not.toContain('@');
  }, 60_000);
});
