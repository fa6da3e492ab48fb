import { beforeAll, expect, it, vi } from 'vitest';
import { streams } from '../../../src/contracts/events/streams.js';
import { ReplyAutomaticallyCommand, Sealings } from '../../../src/messages/index.js';
import { EventStoreUnavailable } from '../../../src/platform/event-store/event-store.errors.js';
import { EVENT_STORE, type EventStore } from '../../../src/platform/event-store/event-store.js';
import { mailboxIdOf } from '../../harness/acting.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { Gate } from '../../harness/faulty-store.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { answerAnew, lastOfMessages, untilAnswered } from '../../harness/policies-at-rest.js';
import { describeProduct } from '../../harness/product.js';
import { eventually } from '../../harness/projection-world.js';

const PREFIX = 'Réponse automatique : ';

describeProduct('automatic replies', (product) => {
  describedStatuses(product);
  let antoine: MailClient;
  let claire: MailClient;
  let julie: MailClient;

  const loggedIn = async () => {
    [antoine, claire, julie] = await Promise.all([
      product().person('antoine.mennebeuf'),
      product().person('claire.pradel'),
      product().person('julie.martin'),
    ]);
  };
  beforeAll(async () => {
    await loggedIn();
    // They answer from now on, once they have begun.
    await untilAnswered(product());
  }, 60_000);

  const away = { enabled: true, text: 'Absente,\n\n<de retour> lundi.', from: null, to: null };
  const set = async (who: MailClient, reply: object, mailbox = who.mailbox) =>
    expectStatus(await who.call('/settings/auto-reply', { method: 'PUT', json: reply }, mailbox), 200);
  const addressOf = (name: string) => `${name}@medimail.test`;
  const send = (from: MailClient, to: readonly string[], more: object = {}) =>
    from.send({ to: to.map(addressOf), ...more });

  /** The automatic replies in an inbox, newest first, once everything that was sent is answered. */
  const replies = async (who: MailClient, mailbox = who.mailbox) => {
    await untilAnswered(product());
    const { items } = await who
      .seeing(await lastOfMessages(product()))
      .list('folder=inbox&limit=200', mailbox);
    return items.filter(({ subject }) => subject.startsWith(PREFIX));
  };
  /** Days apart from other tests: one reply a day is all that a sender gets. */
  const anotherDay = async () => {
    product().clock.advance(86_400_000);
    await loggedIn();
  };

  it('tell who writes that the account is away, as a sealed message of its own that answers theirs (S10)', async () => {
    await set(claire, away);
    const { id } = await send(antoine, ['claire.pradel'], { subject: 'Bilan', html: '<p>Secret</p>' });
    const [reply, ...more] = await replies(antoine);
    expect(more).toEqual([]);
    expect(reply).toMatchObject({ from: { address: addressOf('claire.pradel') }, subject: `${PREFIX}Bilan` });
    const message = await antoine.open(reply?.id ?? '');
    expect(message.html).toBe('<p>Absente,</p><p>&lt;de retour&gt; lundi.</p>');
    expect(message.to).toEqual([{ address: addressOf('antoine.mennebeuf'), name: 'Antoine Mennebeuf' }]);
    expect(message.events.map(({ text }) => text).at(-1)).toMatch(
      /^Scellement automatique par claire\.pradel@medimail\.test le /,
    );
    expect(message.seal.jws).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);

    const sealed = [];
    const store = product().app.get<EventStore>(EVENT_STORE);
    for await (const event of store.read(streams.message(message.id))) sealed.push(event);
    expect(sealed[0]?.data).toMatchObject({ automatic: true, replyTo: id, references: [id] });
    expect(sealed[0]?.metadata).toMatchObject({ actor: null, mailbox: claire.mailbox });
    const { items } = await claire.list('folder=sent');
    expect(items.filter((row) => row.id === message.id)).toHaveLength(1);

    const exported = async (message: string) =>
      expectStatus(await antoine.call(`/messages/${message}/export`), 200).text;
    expect(await exported(message.id)).toMatch(/^Auto-Submitted: auto-replied\r$/m);
    expect(await exported(id)).not.toMatch(/^Auto-Submitted:/m);
  });

  it('go to a sender once a day, of Paris, and prefix a subject once (S10)', async () => {
    await anotherDay();
    const before = (await replies(antoine)).length;
    await send(antoine, ['claire.pradel'], { subject: `${PREFIX}Bilan` });
    await send(antoine, ['claire.pradel']);
    const [reply, ...others] = await replies(antoine);
    expect(others).toHaveLength(before);
    expect(reply?.subject).toBe(`${PREFIX}Bilan`);
    await send(julie, ['claire.pradel']);
    expect(await replies(julie), 'another sender').toHaveLength(1);

    // 23:30 in Paris, then 00:10.
    product().clock.set('2026-11-29T22:30:00.000Z');
    await loggedIn();
    await send(antoine, ['claire.pradel']);
    expect(await replies(antoine)).toHaveLength(before + 2);
    product().clock.set('2026-11-29T23:10:00.000Z');
    await loggedIn();
    await send(antoine, ['claire.pradel']);
    expect(await replies(antoine)).toHaveLength(before + 3);
  });

  it('are sent once, though the policy answers everything again (S10)', async () => {
    await anotherDay();
    const before = (await replies(antoine)).length;
    await send(antoine, ['claire.pradel']);
    expect(await replies(antoine)).toHaveLength(before + 1);
    const asked = vi.spyOn(product().bus, 'execute');
    const repeated = () =>
      asked.mock.calls.filter(([command]) => command instanceof ReplyAutomaticallyCommand).length;
    await answerAnew(product(), 'automatic-replies');
    // The next event finds the lease lost.
    await send(antoine, ['rose.rouge']);
    await eventually(async () => repeated() > 0, 30_000);
    asked.mockRestore();
    expect(await replies(antoine)).toHaveLength(before + 1);
  });

  it('are not sent a day late, whatever held it up (S10)', async () => {
    await anotherDay();
    const before = (await replies(antoine)).length;
    const sealings = product().app.get(Sealings, { strict: false });
    const outage = new Gate();
    outage.close();
    const out = vi.spyOn(sealings, 'of').mockImplementation(async () => {
      await outage.pass();
      throw new EventStoreUnavailable('reading');
    });
    const { id } = await send(antoine, ['claire.pradel']);
    await eventually(async () => out.mock.calls.some(([message]) => message === id), 30_000);
    product().clock.advance(86_400_001);
    out.mockRestore();
    outage.open();
    await loggedIn();
    expect(await replies(antoine)).toHaveLength(before);
  });

  it('are given from the first day in Paris to the last, both included (S10)', async () => {
    const days = { ...away, from: '2026-12-10', to: '2026-12-11' };
    const answeredAt = async (instant: string) => {
      product().clock.set(instant);
      await loggedIn();
      await set(claire, days);
      const before = (await replies(antoine)).length;
      await send(antoine, ['claire.pradel']);
      return (await replies(antoine)).length - before;
    };
    expect(await answeredAt('2026-12-09T22:59:00.000Z')).toBe(0);
    expect(await answeredAt('2026-12-09T23:01:00.000Z')).toBe(1);
    expect(await answeredAt('2026-12-11T22:59:00.000Z')).toBe(1);
    expect(await answeredAt('2026-12-11T23:01:00.000Z')).toBe(0);
  });

  it('are not answered by automatic replies, nor is what one writes to oneself (S10)', async () => {
    await anotherDay();
    await Promise.all([set(antoine, away), set(claire, away)]);
    const before = [(await replies(antoine)).length, (await replies(claire)).length];
    await send(antoine, ['claire.pradel']);
    await send(claire, ['claire.pradel']);
    const after = [(await replies(antoine)).length, (await replies(claire)).length];
    expect(after).toEqual([(before[0] ?? 0) + 1, before[1]]);
    await set(antoine, { ...away, enabled: false });
  });

  it('answer « Cc » too, and never what came as a delegate’s copy alone (S10, S4)', async () => {
    await anotherDay();
    const delegates = await antoine.call('/settings/delegates', {
      json: { address: addressOf('claire.pradel') },
    });
    expectStatus(delegates, 201);
    const before = (await replies(julie)).length;
    await send(julie, ['antoine.mennebeuf']);
    expect(await replies(julie)).toHaveLength(before);
    await send(julie, ['rose.rouge'], { cc: [addressOf('claire.pradel')] });
    expect(await replies(julie)).toHaveLength(before + 1);
  });

  it('are given by shared accounts, and not once they are switched off (S10, S13)', async () => {
    await anotherDay();
    const shared = mailboxIdOf('secretariat.cardio');
    await set(julie, away, shared);
    const before = (await replies(antoine)).length;
    await send(antoine, ['secretariat.cardio']);
    expect(await replies(antoine)).toHaveLength(before + 1);
    await set(julie, { ...away, enabled: false }, shared);
    await anotherDay();
    await send(antoine, ['secretariat.cardio']);
    expect(await replies(antoine)).toHaveLength(before + 1);
  });
});
