import { beforeAll, expect, it } from 'vitest';
import { type MessageRow } from '../../../src/contracts/http/messages.http.js';
import { mailboxIdOf, personIdOf } from '../../harness/acting.js';
import { ChangeReader } from '../../harness/change-reader.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const shared = mailboxIdOf('secretariat.cardio');
const HOUR = 3_600_000;

describeProduct('a message of an account that several people use', (product) => {
  describedStatuses(product);
  let claire: MailClient;
  let antoine: MailClient;
  let julie: MailClient;

  beforeAll(async () => {
    [claire, antoine, julie] = (await Promise.all(
      ['claire.pradel', 'antoine.mennebeuf', 'julie.martin'].map((name) => product().person(name)),
    )) as [MailClient, MailClient, MailClient];
  }, 60_000);

  /** To the secretariat, from Claire. @returns the message */
  async function arrived(subject = 'Au secrétariat'): Promise<string> {
    product().clock.advance(1_000);
    const { id } = await claire.send({ to: ['secretariat.cardio@medimail.test'], subject });
    for (const user of [antoine, julie]) user.seeing(claire);
    return id;
  }

  const call = (who: MailClient, id: string, method: string, headers = {}, mailbox = shared) =>
    who.call(`/messages/${id}/take`, { method, headers }, mailbox);
  const take = async (who: MailClient, id: string) => expectStatus(await call(who, id, 'POST'), 200).json;
  const release = async (who: MailClient, id: string) =>
    expectStatus(await call(who, id, 'DELETE'), 200).json;
  const row = async (who: MailClient, id: string): Promise<MessageRow | undefined> =>
    (await who.list('limit=200', shared)).items.find((one) => one.id === id);
  const sentences = async (who: MailClient, id: string, mailbox = who.mailbox) =>
    ((await who.call(`/messages/${id}/events`, {}, mailbox)).json as { text: string }[])
      .map(({ text }) => text)
      .filter((text) => text.includes('rise en charge'));

  it('is taken in charge by one, whom the others see in the list, in the message and in the timeline (S13, C8)', async () => {
    const id = await arrived();
    const since = product().clock.now().toISOString();
    await take(julie, id);
    const takenBy = { person: personIdOf('julie.martin'), name: 'Julie Martin', since };
    expect(await row(antoine.seeing(julie), id)).toMatchObject({ takenBy, opened: false });
    expect(await row(julie, id)).toMatchObject({ takenBy });
    const message = await antoine.open(id, shared);
    expect(message.takenBy).toEqual(takenBy);
    const { events } = message;
    expect(events[1]).toMatchObject({
      type: 'taken',
      text: expect.stringMatching(
        /^Prise en charge par secretariat\.cardio@medimail\.test \(Julie Martin\) le 23\/11\/2026 à \d\d:\d\d$/,
      ),
      by: { address: 'secretariat.cardio@medimail.test', person: 'Julie Martin' },
    });
  });

  it('taken by another is refused with who has it; by oneself again it is the same answer, no event (S13)', async () => {
    const id = await arrived();
    const first = await take(julie, id);
    expect(await take(julie, id)).toEqual(first);
    const refused = expectProblem(await call(antoine, id, 'POST'), 409, 'already-taken');
    expect(refused.json.detail).toBe('Ce message est déjà pris en charge par Julie Martin.');
    await julie.open(id, shared);
    expect(await sentences(julie, id, shared)).toHaveLength(1);
  });

  it('is released by whoever of the account, who is named, and then another may take it (S13)', async () => {
    const id = await arrived();
    await take(julie, id);
    const ended = await release(antoine, id);
    expect(await row(julie.seeing(antoine), id)).not.toHaveProperty('takenBy');
    expect(await release(julie, id)).toEqual(ended);
    await take(antoine, id);
    expect((await antoine.open(id, shared)).takenBy).toMatchObject({ name: 'Antoine Mennebeuf' });
    expect(await sentences(antoine, id, shared)).toEqual([
      expect.stringContaining('Prise en charge par secretariat.cardio@medimail.test (Antoine Mennebeuf) le'),
      expect.stringContaining('Prise en charge levée par secretariat.cardio@medimail.test (Antoine'),
      expect.stringContaining('Prise en charge par secretariat.cardio@medimail.test (Julie Martin) le'),
    ]);
  });

  it('is in charge for its account alone: the sender sees nothing of it (S13, C8)', async () => {
    const id = await arrived();
    await take(julie, id);
    claire.seeing(julie);
    const message = await claire.open(id);
    expect(message).not.toHaveProperty('takenBy');
    expect(await sentences(claire, id)).toEqual([]);
    for (const method of ['POST', 'DELETE']) {
      expectProblem(await call(claire, id, method), 404, 'not-found');
      expectProblem(await call(julie, 'none', method), 404, 'not-found');
    }
    expectProblem(await call(claire, id, 'POST', {}, claire.mailbox), 409, 'not-received');
  });

  it('is told to whoever follows the account’s changes, and to no other account (S13)', async () => {
    const id = await arrived();
    const followers = await Promise.all([
      ChangeReader.open(antoine, shared),
      ChangeReader.open(claire, claire.mailbox),
    ]);
    await take(julie, id);
    await release(julie, id);
    const next = await arrived();
    const changed = { folder: 'inbox', message: id, kind: 'changed' };
    const added = { message: next, kind: 'added' };
    expect(await followers[0].changes(3)).toEqual([changed, changed, { ...added, folder: 'inbox' }]);
    expect(await followers[1].changes(1)).toEqual([{ ...added, folder: 'sent' }]);
    for (const follower of followers) follower.leave();
  });

  it('taken under one idempotency key is taken once, whatever came in between (S13)', async () => {
    const id = await arrived();
    const headers = { 'Idempotency-Key': `take-${id}` };
    const first = expectStatus(await call(julie, id, 'POST', headers), 200).json;
    await release(antoine, id);
    await take(antoine, id);
    expect(expectStatus(await call(julie, id, 'POST', headers), 200).json).toEqual(first);
    expect((await row(antoine, id))?.takenBy).toMatchObject({ name: 'Antoine Mennebeuf' });
  });

  it('that two take at once is one’s, and the other is told whose (S13)', async () => {
    const names = new Map([
      [antoine, 'Antoine Mennebeuf'],
      [julie, 'Julie Martin'],
    ]);
    for (let round = 0; round < 5; round++) {
      const id = await arrived();
      const users = [antoine, julie] as const;
      const answers = await Promise.all(users.map((user) => call(user, id, 'POST')));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const winner = names.get(users[answers[0]?.status === 200 ? 0 : 1]) ?? '';
      expect(answers.find(({ status }) => status === 409)?.json.detail).toContain(winner);
    }
  });

  it('is still in charge where it was moved, deleted and restored; in « Messages supprimés » it cannot be taken (S13)', async () => {
    const [id, other] = [await arrived(), await arrived()];
    await take(julie, id);
    for (const one of [id, other]) {
      expectStatus(await julie.call(`/messages/${one}`, { method: 'DELETE' }, shared), 200);
    }
    expect(await row(julie, id)).toMatchObject({ folder: 'deleted', takenBy: { name: 'Julie Martin' } });
    expectProblem(await call(julie, other, 'POST'), 409, 'in-deleted-messages');
    expectStatus(await julie.call(`/messages/${id}/restore`, { method: 'POST' }, shared), 200);
    expect(await row(julie, id)).toMatchObject({ folder: 'inbox', takenBy: { name: 'Julie Martin' } });
    expectStatus(await julie.call(`/messages/${other}?forever=true`, { method: 'DELETE' }, shared), 200);
    expectProblem(await call(julie, other, 'DELETE'), 404, 'not-found');
  });

  it('is found in charge by a search, and is opened for the account and for each person apart (S13, C3, C5)', async () => {
    const id = await arrived('Dossier Zéphyr');
    await take(julie, id);
    await julie.open(id, shared);
    antoine.seeing(julie);
    const [found] = (await antoine.list('search=zephyr', shared)).items;
    expect(found).toMatchObject({ id, takenBy: {}, opened: true, openedByMe: false });
    expect(await row(julie, id)).toMatchObject({ opened: true, openedByMe: true });
    const reading = expectStatus(await julie.call(`/messages/${id}`, {}, shared), 200).json;
    expect(reading).toMatchObject({ opened: true, openedByMe: true });
    expectStatus(await antoine.call(`/messages/${id}/unread`, { method: 'POST' }, shared), 200);
    expect(await row(antoine, id)).toMatchObject({ opened: false, openedByMe: false });
    expect(await row(julie.seeing(antoine), id)).toMatchObject({ opened: false, openedByMe: true });
    const unread = expectStatus(await julie.call(`/messages/${id}`, {}, shared), 200).json;
    expect(unread).toMatchObject({ opened: false, openedByMe: true });
    const opened = await antoine.open(id, shared);
    expect(opened).toMatchObject({ opened: true, openedByMe: true });
  });

  it('is nobody’s any more once it has expired, and is not there (S13, R1)', async () => {
    const id = await arrived();
    await take(julie, id);
    product().clock.advance(93 * 24 * HOUR);
    julie = await product().person('julie.martin');
    for (const method of ['POST', 'DELETE']) {
      expectProblem(await call(julie, id, method), 404, 'not-found');
    }
  });
});
