import { createHash } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../../src/platform/html/plain-text.js';
import { verifyEml } from '../../../src/platform/eml/verify-eml.js';
import { Readable } from 'node:stream';
import { patterned } from '../../harness/byte-sources.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { HttpClient } from '../../harness/http-client.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describeProduct('the export of a message', (product) => {
  const bytes = patterned(300_000);
  let antoine: MailClient;
  let claire: MailClient;
  let jwks: { keys: object[] };
  let first: string;
  let id: string;

  beforeAll(async () => {
    [antoine, claire] = await Promise.all([
      product().person('antoine.mennebeuf'),
      product().person('claire.pradel'),
    ]);
    jwks = expectStatus(await new HttpClient(product().url).ask('/.well-known/jwks.json'), 200).json;
    first = (await claire.send({ to: ['antoine.mennebeuf@medimail.test'], subject: 'Question' })).id;
    await antoine.seeing(claire).open(first);
    const files = [
      await antoine.upload('Résumé "été" 🩺.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), bytes])),
      await antoine.upload('note.txt', Buffer.from('Bonjour\r\n')),
    ];
    const message = {
      to: ['claire.pradel@medimail.test'],
      cc: ['julie.martin@medimail.test'],
      subject: 'Résultats, suite… 🩺',
      html: '<p>Bonjour,</p><p>Voilà&nbsp;!</p>',
      attachments: files,
      replyTo: first,
    };
    ({ id } = await antoine.send(message));
    claire.seeing(antoine);
  }, 60_000);

  const eventsOf = async (client: MailClient, message = id) =>
    expectStatus(await client.call(`/messages/${message}/events`), 200).json as {
      type: string;
      text: string;
    }[];
  const verdictOf = (eml: string) => verifyEml(Readable.from([Buffer.from(eml)]), jwks);

  it('needs the reader’s own opening (C9)', async () => {
    expectProblem(await claire.call(`/messages/${id}/export`), 409, 'not-opened');
    await claire.open(id);
    expectStatus(await claire.call(`/messages/${id}/export`), 200);
  });

  it('is not there for others, for another mailbox, or for an id of another form (C9)', async () => {
    const rose = await product().person('rose.rouge');
    expectProblem(await rose.call(`/messages/${id}/export`), 404, 'not-found');
    expectProblem(await rose.call(`/messages/${id}/export`, {}, claire.mailbox), 404, 'not-found');
    expectProblem(await claire.call('/messages/no-such-message/export'), 404, 'not-found');
    expectProblem(await claire.call('/messages/a%20b/export'), 404, 'not-found');
    const nobody = new HttpClient(product().url);
    expect((await nobody.ask(`/api/v1/mailboxes/${claire.mailbox}/messages/${id}/export`)).status).toBe(401);
  });

  it('is a file of the message, equal part by part (C9)', async () => {
    const message = await claire.open(id);
    const answer = expectStatus(await claire.call(`/messages/${id}/export`), 200);
    const parsed = await simpleParser(answer.text);
    expect(parsed).toMatchObject({
      subject: message.subject,
      messageId: `<${id}@medimail.fr>`,
      inReplyTo: `<${first}@medimail.fr>`,
      references: `<${first}@medimail.fr>`,
      html: message.html,
      text: plainText(message.html),
      from: { value: [message.from] },
      to: { value: message.to },
      cc: { value: message.cc },
    });
    expect(parsed.date?.toISOString()).toBe(`${message.sentAt.slice(0, 19)}.000Z`);
    expect(
      parsed.attachments.map(({ filename, contentType, content }) => ({
        name: filename,
        type: contentType,
        size: content.length,
        sha256: sha256(content),
      })),
    ).toEqual(message.attachments.map(({ id: _, ...attachment }) => attachment));
  });

  it('is kept by nothing on the way, guessed by no browser, and says nothing in its name (C9)', async () => {
    const { headers, text } = expectStatus(await claire.call(`/messages/${id}/export`), 200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'message/rfc822',
      'content-disposition': 'attachment; filename="message-2026-11-23.eml"',
      'cache-control': 'no-store, no-transform',
      'x-content-type-options': 'nosniff',
    });
    expect(headers.get('content-encoding')).toBeNull();
    expect(text).toMatch(/^[\r\n\t -~]*$/);
  });

  it('is confirmed by its seal, offline, from whichever mailbox it comes (C9, G2)', async () => {
    for (const reader of [claire, antoine]) {
      const { text } = expectStatus(await reader.call(`/messages/${id}/export`), 200);
      expect(await verdictOf(text)).toMatchObject({ valid: true, attachments: 2, payload: { id } });
      const altered = text.replace('claire.pradel@', 'claire.prade1@');
      expect(await verdictOf(altered)).toEqual({ valid: false, reason: 'to' });
    }
  });

  it('stands in the timeline of that mailbox alone, each time (C8, C9)', async () => {
    const julie = (await product().person('julie.martin')).seeing(antoine);
    await julie.open(id);
    const before = await eventsOf(julie);
    expectStatus(await julie.call(`/messages/${id}/export`), 200);
    expectStatus(await julie.call(`/messages/${id}/export`), 200);
    const events = await eventsOf(julie);
    expect(events.slice(0, 2).map(({ type, text }) => [type, text])).toEqual(
      Array(2).fill(['exported', 'Export par julie.martin@medimail.test le 23/11/2026 à 10:00']),
    );
    expect(events).toHaveLength(before.length + 2);
    const others = await eventsOf(claire.seeing(julie));
    expect(JSON.stringify(others.filter(({ type }) => type === 'exported'))).not.toContain('julie.martin');
  });

  it('is of GET alone: HEAD would record what nobody has (C9)', async () => {
    const count = async () => (await eventsOf(claire)).filter(({ type }) => type === 'exported').length;
    const before = await count();
    expect((await claire.call(`/messages/${id}/export`, { method: 'HEAD' })).status).toBe(405);
    expect(await count()).toBe(before);
  });

  it('changes nothing else: the message is as unread as it was (C9)', async () => {
    expectStatus(await claire.call(`/messages/${id}/unread`, { method: 'POST' }), 200);
    expectStatus(await claire.call(`/messages/${id}/export`), 200);
    const row = (await claire.list('folder=inbox')).items.find((one) => one.id === id);
    expect(row).toMatchObject({ opened: false });
  });

  describe('of which nothing is left', () => {
    it('is not found from the instant on at which it is due (R1)', async () => {
      const { id: due } = await antoine.send({ to: ['claire.pradel@medimail.test'] });
      await claire.seeing(antoine).open(due);
      product().clock.set('2027-02-23T09:00:00.000Z');
      const later = await product().person('claire.pradel');
      expectProblem(await later.call(`/messages/${due}/export`), 404, 'not-found');
    });
  });
});
