import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type MessageSealed } from '../../../src/contracts/events/message.events.js';
import { streams } from '../../../src/contracts/events/streams.js';
import { type MessageView } from '../../../src/contracts/http/messages.http.js';
import { type SealToVerify, verifySeal } from '../../../src/platform/crypto/verify-seal.js';
import {
  EVENT_STORE,
  type EventStore,
  type StoredEvent,
} from '../../../src/platform/event-store/event-store.js';
import { EVENT_CODEC, type EventCodec } from '../../../src/platform/events/event-codec.js';
import { HttpClient } from '../../harness/http-client.js';
import { leaks } from '../../harness/leaks.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

type Revealed = NonNullable<SealToVerify['revealed']>;

describeProduct('the seal of a message', (product) => {
  const secrets = {
    subject: 'Sérologie de Monsieur Dupont',
    body: 'Résultat à ne dire à personne',
    file: 'Sérologie-Dupont-1957.pdf',
    content: 'Le contenu de la pièce jointe',
  };
  let claire: MailClient;
  let message: MessageView;
  let jwks: { keys: object[] };
  let sealed: MessageSealed;
  let revealed: Revealed;

  beforeAll(async () => {
    const antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
    const upload = await antoine.upload(secrets.file, Buffer.from(secrets.content), 'application/pdf');
    const { id } = await antoine.send({
      to: ['claire.pradel@medimail.test'],
      cc: ['julie.martin@medimail.test', 'rose.rouge@medimail.test'],
      subject: secrets.subject,
      html: `<p>${secrets.body}</p>`,
      attachments: [upload],
    });
    message = await claire.seeing(antoine).open(id);
    jwks = expectStatus(await new HttpClient(product().url).ask('/.well-known/jwks.json'), 200).json;
    sealed = await eventOf(id);
    revealed = await partsOf(message);
  }, 60_000);

  async function eventOf(id: string): Promise<MessageSealed> {
    const [stored] = await stream(streams.message(id));
    if (stored === undefined) throw new Error('nothing was sealed');
    const [decoded] = await product().app.get<EventCodec>(EVENT_CODEC).decode([stored]);
    return (decoded as unknown as { event: MessageSealed }).event;
  }

  async function stream(name: string): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const event of product().app.get<EventStore>(EVENT_STORE).read(name)) events.push(event);
    return events;
  }

  /** What a reader has in hand; the salts are the event's, and travel with exports. */
  async function partsOf({ id, subject, from, to, cc, html, attachments }: MessageView): Promise<Revealed> {
    const digests = await Promise.all(
      attachments.map(async (attachment) => {
        const bytes = expectStatus(
          await claire.call(`/messages/${id}/attachments/${attachment.id}`),
          200,
        ).text;
        return { sha256: createHash('sha256').update(bytes).digest('hex') };
      }),
    );
    const salts = sealed.private?.salts;
    if (salts === undefined) throw new Error('the salts are gone');
    return { subject, from, to, cc, body: Buffer.from(html), attachments: digests, salts };
  }

  const verify = (changed: Partial<SealToVerify> = {}) =>
    verifySeal({
      jws: message.seal.jws,
      jwks,
      id: message.id,
      sealedAt: message.seal.sealedAt,
      commitments: sealed.data.commitments,
      revealed,
      ...changed,
    });

  it('is verified by anybody, with the public keys, from what a reader has (G2)', async () => {
    expect(jwks.keys).not.toEqual([]);
    expect(JSON.stringify(jwks)).not.toMatch(/"d"/);
    expect(jwks.keys).toContainEqual(expect.objectContaining({ kid: message.seal.kid }));
    expect(await verify()).toMatchObject({ valid: true, payload: { id: message.id } });
  });

  it('is verified without the message too, from its commitments alone (G2, R3)', async () => {
    const { jws } = message.seal;
    expect(await verifySeal({ jws, jwks, id: message.id })).toMatchObject({ valid: true });
  });

  const party = { address: 'autre@medimail.test', name: 'Autre' };
  it.each<[string, (parts: Revealed) => Partial<Revealed>]>([
    ['subject', ({ subject }) => ({ subject: `${subject} ` })],
    ['from', () => ({ from: party })],
    ['to', ({ to }) => ({ to: [...to, party] })],
    ['cc', ({ cc }) => ({ cc: [...cc].reverse() })],
    ['body', ({ body }) => ({ body: Buffer.from(`${Buffer.from(body).toString()}.`) })],
    ['attachments', () => ({ attachments: [{ sha256: 'a'.repeat(64) }] })],
    ['attachments', () => ({ attachments: [] })],
  ])('is broken by another %s (G2)', async (part, change) => {
    const changed = { ...revealed, ...change(revealed) };
    expect(await verify({ revealed: changed })).toEqual({ valid: false, reason: part });
  });

  it.each(['subject', 'from', 'to', 'cc', 'body'] as const)(
    'is broken by another salt of %s (G2)',
    async (part) => {
      const salts = { ...revealed.salts, [part]: Buffer.alloc(32).toString('base64url') };
      expect(await verify({ revealed: { ...revealed, salts } })).toEqual({ valid: false, reason: part });
    },
  );

  it('is broken by other commitments, another id or another time (G2)', async () => {
    const { commitments } = sealed.data;
    for (const part of ['subject', 'from', 'to', 'cc', 'body'] as const) {
      const changed = { ...commitments, [part]: createHash('sha256').update(part).digest('hex') };
      expect(await verify({ commitments: changed })).toEqual({ valid: false, reason: 'commitments' });
    }
    expect(await verify({ commitments: { ...commitments, attachments: [] } })).toMatchObject({
      valid: false,
    });
    expect(await verify({ id: 'another' })).toEqual({ valid: false, reason: 'id' });
    expect(await verify({ sealedAt: '2026-11-23T09:00:00.001Z' })).toEqual({
      valid: false,
      reason: 'sealed-at',
    });
  });

  it('is of no other keys (G2)', async () => {
    expect(await verify({ jwks: { keys: [] } })).toEqual({ valid: false, reason: 'unknown-key' });
  });

  it('confirms no guess: of two messages of the same parts every commitment differs (G2)', async () => {
    const send = async () => {
      const same = { to: ['julie.martin@medimail.test'], subject: 'HIV positif', html: '<p>HIV positif</p>' };
      return (await eventOf((await claire.send(same)).id)).data.commitments;
    };
    const [one, other] = [await send(), await send()];
    for (const part of ['subject', 'from', 'to', 'cc', 'body'] as const)
      expect(one[part]).not.toBe(other[part]);
  });

  describe('and everything else that the log keeps', () => {
    const people = [
      ['Antoine', 'Mennebeuf', 'antoine.mennebeuf'],
      ['Claire', 'Pradel', 'claire.pradel'],
      ['Secrétariat', 'de cardiologie', 'secretariat.cardio'],
    ].flatMap(([first, last, name]) => [`${first} ${last}`, `${name}@medimail.test`]);
    const texts = [...Object.values(secrets), ...people, 'MENNEBEUF', 'claire.pradel@demo.mssante.test'];

    /** As the store itself holds it. */
    async function storedBytes(): Promise<Buffer> {
      const { dataDir } = product();
      const files = readdirSync(dataDir).filter((name) => name.startsWith('events.db'));
      if (files.length > 0) return Buffer.concat(files.map((name) => readFileSync(join(dataDir, name))));
      const prefixes = ['message-', 'mailbox-', 'person-', 'address-', 'identity-', 'terms-'];
      const pieces: string[] = [];
      for await (const item of product().app.get<EventStore>(EVENT_STORE).subscribe({ prefixes })) {
        if (item.kind === 'caught-up') break;
        if (item.kind === 'events') pieces.push(JSON.stringify(item.events));
      }
      return Buffer.from(pieces.join(''));
    }

    it('holds ids, times and hashes, and no subject, name, address, file name or body in clear (G1, R3)', async () => {
      const bytes = await storedBytes();
      expect(bytes.includes(message.id)).toBe(true);
      expect(leaks(bytes, texts)).toEqual([]);
    });

    it('would be found out if it did', () => {
      for (const text of texts) {
        const forms = [text, encodeURIComponent(text), JSON.stringify({ text })].map((form) =>
          Buffer.from(form),
        );
        forms.push(Buffer.from(text, 'utf16le'));
        for (const before of ['', 'x', 'xx', 'xxx']) {
          forms.push(Buffer.from(Buffer.from(`${before}${text}.`).toString('base64')));
          forms.push(Buffer.from(Buffer.from(`${before}${text}.`).toString('base64url')));
        }
        for (const form of forms) expect(leaks(form, [text]), form.toString()).not.toEqual([]);
      }
    });
  });
});
