import { beforeAll, expect, it } from 'vitest';
import { EVENT_STORE, type EventStore } from '../../../src/platform/event-store/event-store.js';
import { actingAs, mailboxIdOf, personIdOf } from '../../harness/acting.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';
import { OpenMessageCommand } from '../../../src/messages/open/open-message.command.js';

describeProduct('an Idempotency-Key', (product) => {
  let antoine: MailClient;
  let julie: MailClient;
  const shared = mailboxIdOf('secretariat.cardio');

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
    julie = await product().person('julie.martin');
  }, 60_000);

  const message = { to: ['claire.pradel@medimail.test'], subject: 'Une fois', html: '<p>1</p>' };
  const head = () => product().app.get<EventStore>(EVENT_STORE).head();
  const post = (key: string, json: object = message, client = antoine, mailbox = client.mailbox) =>
    client.call('/messages', { json, headers: { 'Idempotency-Key': key } }, mailbox);
  const sent = async (...asked: Parameters<typeof post>) => expectStatus(await post(...asked), 201);

  it('gives the same answer to the same message, which is sent once', async () => {
    const first = await sent('k-1');
    const before = await head();
    const again = await sent('k-1');
    expect(again.json).toEqual(first.json);
    expect(again.headers.get('X-After')).toBe(first.headers.get('X-After'));
    expect(await head()).toBe(before);
  });

  it('takes fields in any order, and those that stand for nothing, for the same message', async () => {
    const first = await sent('k-2');
    const { subject, ...rest } = message;
    expect((await sent('k-2', { subject, attachments: [], ...rest, cc: [] })).json).toEqual(first.json);
  });

  it('gives the same answer after others have written to the same stream', async () => {
    const first = await sent('k-3');
    const context = actingAs(personIdOf('claire.pradel'), mailboxIdOf('claire.pradel'));
    await product().bus.execute(new OpenMessageCommand(context, first.json.id as string));
    expect((await sent('k-3')).json).toEqual(first.json);
  });

  it('gives the same answer to all who ask at once', async () => {
    const before = (await antoine.list('folder=sent&limit=1')).total ?? 0;
    const answers = await Promise.all(Array.from({ length: 12 }, () => sent('k-4')));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await antoine.list('folder=sent&limit=1')).total).toBe(before + 1);
  });

  it('with another message is refused: 409', async () => {
    await sent('k-5');
    const before = await head();
    expectProblem(await post('k-5', { ...message, subject: 'Deux' }), 409, 'idempotency-conflict');
    expect(await head()).toBe(before);
  });

  it('that was refused may be used again', async () => {
    const wrong = { ...message, to: ['personne@medimail.test'] };
    expectProblem(await post('k-6', wrong), 422, 'recipients-refused');
    await sent('k-6');
  });

  it('is another one for another person, mailbox or route', async () => {
    const ids = [
      await sent('k-7'),
      await sent('k-7', message, julie),
      await sent('k-7', message, julie, shared),
      await sent('k-7', message, antoine, shared),
    ].map(({ json }) => json.id as string);
    expect(new Set(ids).size).toBe(ids.length);
    const headers = { 'Idempotency-Key': 'k-7' };
    const moved = await antoine.call(`/messages/${ids[0] ?? ''}`, { method: 'DELETE', headers });
    expect(expectStatus(moved, 200).json.revision).toBe(3);
  });

  it.each(['', 'é', 'a b', 'x'.repeat(201)])('of no form is refused: 400 (%#)', async (key) => {
    const headers = { 'Idempotency-Key': Buffer.from(key).toString('latin1') };
    expectProblem(await antoine.call('/messages', { json: message, headers }), 400, 'invalid');
  });

  it('lets an attachment go with one message, which answers twice (D1)', async () => {
    const attachments = [await antoine.upload('a.txt', Buffer.from('a'))];
    const first = await sent('k-8', { ...message, attachments });
    expect((await sent('k-8', { ...message, attachments })).json).toEqual(first.json);
  });
});
