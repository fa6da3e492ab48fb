import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { DATABASES, type Databases } from '../../../src/platform/documents/documents.js';
import { type RecordedEvent } from '../../../src/contracts/events/event-definition.js';
import { type MessageEvent } from '../../../src/contracts/events/message.events.js';
import { streams } from '../../../src/contracts/events/streams.js';
import { type SealToVerify, verifySeal } from '../../../src/platform/crypto/verify-seal.js';
import {
  EVENT_STORE,
  type EventStore,
  type StoredEvent,
} from '../../../src/platform/event-store/event-store.js';
import { EVENT_CODEC, type EventCodec } from '../../../src/platform/events/event-codec.js';
import { Housekeeping } from '../../../src/retention/housekeeping.js';
import { HttpClient } from '../../harness/http-client.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';
import {
  type ExpiringMail,
  heldInClear,
  textsOfMail,
  writeExpiringMail,
} from '../../harness/traces/expiring-mail.js';
import { documentsOf, filesOf, found } from '../../harness/traces/haystacks.js';
import { needlesOf, type Needles } from '../../harness/traces/needles.js';
import { storedKeys, together } from '../../harness/traces/stored-keys.js';

describeProduct('the last byte of a message', (product) => {
  let antoine: MailClient;
  let claire: MailClient;
  let mail: ExpiringMail;
  let keys: Needles;

  async function* everywhere(): AsyncGenerator<readonly [string, Buffer]> {
    yield* filesOf(product().dataDir);
    const { mongoUrl } = product();
    if (mongoUrl !== undefined) yield* documentsOf(mongoUrl);
  }

  /** The wrapped keys of all that will end. */
  async function wrappedKeys(): Promise<Needles> {
    const stored = await storedKeys(product().app.get<Databases>(DATABASES));
    const names = [`message:${mail.message}`, `draft:${mail.draft}`, `upload:${mail.upload}`];
    return together(names.map((name) => stored.get(name) ?? new Map<string, Buffer>([[name, Buffer.of()]])));
  }

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
    mail = await writeExpiringMail(antoine, claire);
    keys = await wrappedKeys();
  }, 60_000);

  it('stands where it is read as long as it is kept', async () => {
    // The read models are written meanwhile.
    await claire.list('limit=1');
    for (const held of heldInClear) {
      expect((await found(needlesOf(held), everywhere())).length, held).toBeGreaterThan(0);
    }
    for (const [name, bytes] of keys) {
      if (!name.startsWith('base64')) continue;
      expect(await found(new Map([[name, bytes]]), everywhere()), name).not.toEqual([]);
    }
  }, 60_000);

  it('is nowhere once it has expired, while the service runs (R1, R3)', async () => {
    product().clock.set('2027-02-24T12:00:00.000Z');
    const swept = await product().app.get(Housekeeping, { strict: false }).run();
    expect(swept).toMatchObject({ failed: 0 });
    await pause(100);
    expect(await found(textsOfMail, everywhere())).toEqual([]);
    expect(await found(keys, everywhere())).toEqual([]);
  }, 60_000);

  it('leaves the history, by pseudonyms and commitments, and its seal verifies against these (R3)', async () => {
    const stored: StoredEvent[] = [];
    const store = product().app.get<EventStore>(EVENT_STORE);
    for await (const event of store.read(streams.message(mail.message))) stored.push(event);
    const decoded = await product().app.get<EventCodec>(EVENT_CODEC).decode(stored);
    const history = decoded as readonly RecordedEvent<MessageEvent>[];
    const types = history.map(({ event }) => event.type);
    expect(types).toEqual(expect.arrayContaining(['MessageSealed', 'MessageOpened', 'MessageDeleted']));
    expect(types.slice(-2)).toEqual(['MessageExpired', 'MessageShredded']);
    expect(history.filter(({ event }) => event.private !== null)).toEqual([]);
    expect(JSON.stringify(history)).not.toContain('medimail.test');
    const opening = history.find(({ event }) => event.type === 'MessageOpened');
    expect(opening?.metadata).toMatchObject({ actor: expect.any(String), mailbox: claire.mailbox });

    const sealed = history[0]?.event;
    if (sealed?.type !== 'MessageSealed') throw new Error('nothing was sealed');
    const { jws, sealedAt, commitments } = sealed.data;
    const jwks = expectStatus(await new HttpClient(product().url).ask('/.well-known/jwks.json'), 200)
      .json as unknown as SealToVerify['jwks'];
    const seal = { jws, jwks, id: mail.message, sealedAt, commitments };
    expect(await verifySeal(seal)).toMatchObject({ valid: true });
    const others = { ...commitments, subject: '0'.repeat(64) };
    expect(await verifySeal({ ...seal, commitments: others })).toMatchObject({ valid: false });
  });
});
