import { beforeAll, expect, it } from 'vitest';
import { mailboxDecider } from '../../../src/accounts/index.js';
import { streams } from '../../../src/contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../../src/platform/commands/aggregates.js';
import { EVENT_STORE, type EventStore } from '../../../src/platform/event-store/event-store.js';
import { KEYRING, type Keyring } from '../../../src/platform/crypto/keyring.js';
import { Due } from '../../../src/retention/due.js';
import { Housekeeping } from '../../../src/retention/housekeeping.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const DAY = 86_400_000;

describeProduct('an account that keeps for less', (product) => {
  const SENT = '2026-11-23T14:37:05.250Z';
  const WHOLE = '2027-02-23T14:37:05.250Z';
  const AFTER_10_DAYS = '2026-12-03T14:37:05.250Z';
  const AFTER_30_DAYS = '2026-12-23T14:37:05.250Z';
  let antoine: MailClient;
  let claire: MailClient;
  let administrator: MailClient;

  beforeAll(async () => {
    product().clock.set(SENT);
    await logIn();
  }, 60_000);

  /** Sessions do not last as long as messages. */
  async function logIn(): Promise<void> {
    antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
    administrator = await product().person('admin');
  }

  const put = (what: string, json: object, by = administrator, account = claire.mailbox) =>
    by.ask(`/api/v1/admin/accounts/${account}/${what}`, { method: 'PUT', json });
  const send = async (more: object = {}) =>
    (await antoine.send({ to: ['claire.pradel@medimail.test'], subject: 'Courte durée', ...more })).id;
  const round = () => product().app.get(Housekeeping, { strict: false }).run();
  /** The read models that a round asks may not have seen what was just done. */
  const afterRounds = (look: () => Promise<unknown>, expected: unknown) =>
    expect
      .poll(
        async () => {
          await round();
          return look();
        },
        { timeout: 20_000 },
      )
      .toEqual(expected);
  const rowOf = async (reader: MailClient, id: string) =>
    (await reader.list('limit=200')).items.find((row) => row.id === id);
  const dueOf = async (id: string) => {
    for await (const page of product().app.get(Due, { strict: false }).messages('2030')) {
      const found = page.find(({ message }) => message === id);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  async function typesOf(id: string): Promise<string[]> {
    const types: string[] = [];
    const store = product().app.get<EventStore>(EVENT_STORE);
    for await (const { type } of store.read(streams.message(id))) types.push(type);
    return types;
  }

  it('is an administrator’s to set, never for longer than the law of the product (R1)', async () => {
    expectProblem(await put('retention', { days: 90 }), 409, 'retention-too-long');
    expectProblem(await put('retention', { days: 0 }), 400, 'invalid');
    expectProblem(await put('retention', { days: 1.5 }), 400, 'invalid');
    expectProblem(await put('retention', { days: 10 }, administrator, 'nobody'), 404, 'not-found');
    expectProblem(await put('retention', { days: 10 }, antoine), 404, 'not-found');
    expectProblem(await put('legal-hold', {}, antoine), 404, 'not-found');
    expect((await put('legal-hold', {})).json).toMatchObject({
      type: 'https://medimail.fr/problems/no-legal-hold',
      status: 409,
      detail: expect.stringContaining('trois mois'),
    });
  });

  it('ends its copies earlier, shown from the start; the others keep theirs (R1, R2)', async () => {
    const before = await send();
    expectStatus(await put('retention', { days: 10 }), 200);
    expectStatus(await put('retention', { days: 10 }), 200);
    const id = await send();
    claire.seeing(antoine);
    expect((await rowOf(claire, id))?.expiresAt).toBe(AFTER_10_DAYS);
    expect((await claire.open(id)).expiresAt).toBe(AFTER_10_DAYS);
    expect((await rowOf(antoine, id))?.expiresAt).toBe(WHOLE);
    expect(await dueOf(id)).toMatchObject({ dueAt: AFTER_10_DAYS, expiresAt: WHOLE });

    // Copies of before are the sweeper's.
    expect((await rowOf(claire, before))?.expiresAt).toBe(WHOLE);
    await afterRounds(async () => (await rowOf(claire, before))?.expiresAt, AFTER_10_DAYS);
    expect((await claire.open(before)).expiresAt).toBe(AFTER_10_DAYS);
    expect((await rowOf(antoine, before))?.expiresAt).toBe(WHOLE);
  });

  it('knows when all copies of before have their date, and brings none later again', async () => {
    const state = async () =>
      (await product().app.get<Aggregates>(AGGREGATES).load(mailboxDecider, streams.mailbox(claire.mailbox)))
        .state;
    expect(await state()).toMatchObject({ retentionDays: 10, retentionPending: true });
    product().clock.advance(10 * 60_000);
    await afterRounds(async () => (await state()).retentionPending, false);
    product().clock.set(SENT);
    expectStatus(await put('retention', { days: 30 }), 200);
    const id = await send();
    claire.seeing(antoine);
    expect((await rowOf(claire, id))?.expiresAt).toBe(AFTER_30_DAYS);
    for (const _ of [1, 2]) await round();
    const ends = (await claire.list('limit=200')).items.map(({ expiresAt }) => expiresAt);
    expect(ends.filter((end) => end === AFTER_10_DAYS)).toHaveLength(2);
    expect(Math.max(...ends.map(Date.parse))).toBe(Date.parse(AFTER_30_DAYS));
  });

  it('ends a copy at its instant, in its mailbox alone; the timeline says so to the others (R1, C8)', async () => {
    const [id] = (await claire.list('limit=200')).items
      .filter(({ expiresAt }) => expiresAt === AFTER_10_DAYS)
      .map((row) => row.id);
    if (id === undefined) throw new Error('no such message');
    const total = async () => (await claire.folders()).find(({ role }) => role === 'inbox')?.total ?? 0;
    const staying = (await claire.list('folder=inbox&limit=200')).items.filter(
      ({ expiresAt }) => expiresAt > AFTER_10_DAYS,
    ).length;
    product().clock.set(new Date(Date.parse(AFTER_10_DAYS) - 1));
    await logIn();
    await round();
    expectStatus(await claire.call(`/messages/${id}/open`, { method: 'POST' }), 200);
    product().clock.set(AFTER_10_DAYS);
    expectProblem(await claire.call(`/messages/${id}/open`, { method: 'POST' }), 404, 'not-found');
    await round();
    claire.seeing({ stream: streams.message(id), revision: (await typesOf(id)).length - 1 });
    expect(await rowOf(claire, id)).toBeUndefined();
    // Others end at the same instant, each in its own stream.
    await expect.poll(total, { timeout: 20_000 }).toBe(staying);
    antoine.seeing({ stream: streams.message(id), revision: (await typesOf(id)).length - 1 });
    const { events } = await antoine.open(id);
    expect(events.find(({ type }) => type === 'copy-expired')).toMatchObject({
      text: expect.stringMatching(/^Expiration de la copie de /),
    });
    expect((await typesOf(id)).filter((type) => type === 'MessageCopyExpired')).toHaveLength(1);
    expect(await dueOf(id)).toMatchObject({ dueAt: WHOLE });
  });

  it('ends the message with the last copy, contents and key with it (R1)', async () => {
    const id = await send();
    product().clock.set('2027-01-02T14:37:05.250Z');
    await logIn();
    expectStatus(await put('retention', { days: 1 }, administrator, antoine.mailbox), 200);
    const ended = ['MessageCopyExpired', 'MessageExpired', 'MessageShredded'];
    await afterRounds(async () => (await typesOf(id)).slice(-3), ended);
    expect((await typesOf(id)).filter((type) => type === 'MessageCopyExpired')).toHaveLength(2);
    const keyring = product().app.get<Keyring>(KEYRING);
    expect((await keyring.find([`message:${id}`])).size).toBe(0);
  });

  it('says a week before what will end (R2, S7)', async () => {
    const now = product().clock.now().getTime();
    const within = async (days: number) => {
      const messages: string[] = [];
      const until = new Date(now + days * DAY).toISOString();
      for await (const page of product().app.get(Due, { strict: false }).messages(until)) {
        messages.push(...page.map(({ message }) => message));
      }
      return messages;
    };
    expectStatus(await put('retention', { days: 7 }), 200);
    const rose = await product().person('rose.rouge');
    const { id } = await rose.send({ to: ['claire.pradel@medimail.test'] });
    await expect.poll(() => within(7)).toContain(id);
    expect(await within(6)).not.toContain(id);
  });
});
