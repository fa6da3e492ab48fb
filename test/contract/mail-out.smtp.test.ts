import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MailRefused, MailUnavailable } from '../../src/platform/mail/mail.errors.js';
import { SmtpMailOut, type SmtpOptions } from '../../src/platform/mail/smtp-mail-out.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import { SmtpTestServer, TEST_CERTIFICATE } from '../harness/smtp-server.js';
import { FROM, mailOutContract } from './mail-out.contract.js';

const clock = new ManualClock('2026-11-23T10:00:00Z');
const mail = { id: 'm', to: 'claire@example.fr', subject: 'Sujet', text: 'Texte' };

describe('mail out by SMTP', () => {
  mailOutContract(async (time) => {
    const server = await SmtpTestServer.start();
    return {
      out: new SmtpMailOut({ url: server.url, from: FROM, clock: time, ca: TEST_CERTIFICATE }),
      taken: () => Promise.resolve(server.received.map(({ raw }) => raw)),
      close: () => server.stop(),
    };
  });
});

describe('an SMTP server', () => {
  let server: SmtpTestServer;
  beforeEach(async () => {
    server = await SmtpTestServer.start();
  });
  afterEach(() => server.stop());

  const send = (options: Partial<SmtpOptions> = {}) =>
    new SmtpMailOut({ url: server.url, from: FROM, clock, ca: TEST_CERTIFICATE, ...options }).send(mail);

  it('is told sender and recipient in the envelope', async () => {
    await send();
    expect(server.received).toMatchObject([{ from: FROM, to: [mail.to] }]);
  });

  it.each([
    ['an unknown recipient', { RCPT: '550 no such user' }, MailRefused],
    ['a mail that it will not have', { '.': '554 refused' }, MailRefused],
    ['a full mailbox', { RCPT: '452 full' }, MailUnavailable],
    ['no time now', { '.': '451 later' }, MailUnavailable],
    ['silence', { '.': 'silent' }, MailUnavailable],
  ] as const)(
    'that answers %s is told apart: for good, or to be tried again',
    async (_, faults, expected) => {
      server.faults = faults;
      const failed = await send({ timeouts: { socketTimeout: 300 } }).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(expected);
      expect(JSON.stringify([failed, (failed as Error).cause, (failed as Error).message])).not.toContain(
        'claire',
      );
    },
  );

  it('whose certificate nobody vouches for gets nothing', async () => {
    const trusting = new SmtpMailOut({ url: server.url, from: FROM, clock });
    await expect(trusting.send(mail)).rejects.toThrow(MailUnavailable);
    expect(server.received).toEqual([]);
  });

  it('that is not there, or offers no TLS, gets nothing', async () => {
    const plain = createServer((socket: Socket) => {
      socket.on('error', () => socket.destroy());
      socket.resume().end('220 plain\r\n', () => socket.destroy());
    }).listen(0, '127.0.0.1');
    await new Promise((done) => plain.once('listening', done));
    const { port } = plain.address() as AddressInfo;
    await expect(send({ url: `smtps://localhost:${port}` })).rejects.toThrow(MailUnavailable);
    await new Promise((done) => plain.close(done));
    await expect(send({ url: `smtps://localhost:${port}` })).rejects.toThrow(MailUnavailable);
  });
});
