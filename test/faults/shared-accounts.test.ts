import { afterAll, beforeAll, expect, it } from 'vitest';
import { mailboxIdOf, personIdOf } from '../harness/acting.js';
import { describeWhere, mongoDbMissing } from '../harness/availability.js';
import { ChangeReader } from '../harness/change-reader.js';
import { Cluster, one } from '../harness/cluster.js';
import { type Asked } from '../harness/http-client.js';
import { expectStatus, type MailClient } from '../harness/mail-client.js';

const shared = mailboxIdOf('secretariat.cardio');
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describeWhere(mongoDbMissing(), 'an account that several people use, at two processes', () => {
  let cluster: Cluster;
  let admin: MailClient[];
  let antoine: MailClient[];
  let claire: MailClient[];
  let julie: MailClient[];

  beforeAll(async () => {
    cluster = await Cluster.start();
    [admin, antoine, claire, julie] = (await Promise.all(
      ['admin', 'antoine.mennebeuf', 'claire.pradel', 'julie.martin'].map((name, index) =>
        cluster.atBoth(name, index % 2),
      ),
    )) as [MailClient[], MailClient[], MailClient[], MailClient[]];
  }, 300_000);

  afterAll(() => cluster.stop());

  const grants = `/api/v1/admin/accounts/${shared}/grants`;
  const grant = async (at: number): Promise<string> => {
    const json = { address: 'claire.pradel@medimail.test' };
    return expectStatus(await one(admin, at).ask(grants, { json }), 201).json.id as string;
  };
  const withdraw = async (grantId: string, at: number) =>
    expectStatus(await one(admin, at).ask(`${grants}/${grantId}`, { method: 'DELETE' }), 200);

  /** To the secretariat, from Rose. @returns the message, which those who ask next see */
  async function arrived(subject: string): Promise<string> {
    const rose = one(await cluster.atBoth('rose.rouge', 0));
    const { id } = await rose.send({ to: ['secretariat.cardio@medimail.test'], subject });
    for (const client of [...antoine, ...claire, ...julie]) client.seeing(rose);
    return id;
  }

  it('is out of reach from the first request on that begins after a withdrawal, at either process (S13)', async () => {
    const message = await arrived('Retrait');
    const asked: readonly (readonly [path: string, asked?: Asked])[] = [
      ['/folders'],
      ['/messages'],
      [`/messages/${message}`],
      [`/messages/${message}/open`, { method: 'POST' }],
      [`/messages/${message}/take`, { method: 'POST' }],
      [`/messages/${message}/presence`, { method: 'PUT' }],
      ['/settings/signatures', { json: { name: 'Une', html: '' } }],
      ['/changes'],
    ];
    for (const round of range(6)) {
      const id = await grant(round);
      // Both have served the person: whatever they keep, they have it now.
      for (const client of claire) {
        expectStatus(await client.call(`/messages/${message}/open`, { method: 'POST' }, shared), 200);
        expectStatus(await client.call('/folders', {}, shared), 200);
      }
      await withdraw(id, round + 1);
      const answers = await Promise.all(
        claire.flatMap((client) => asked.map(([path, how]) => client.call(path, how, shared))),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
      const mine = await Promise.all(claire.map((client) => client.ask('/api/v1/me')));
      for (const { json } of mine)
        expect(json.accounts).not.toContainEqual(expect.objectContaining({ id: shared }));
    }
  }, 120_000);

  it('ends the open streams of changes of whom it is withdrawn from, at either process, and no other (S13)', async () => {
    const id = await grant(0);
    const [others, hers] = await Promise.all(
      [julie, claire].map((clients) =>
        Promise.all(clients.map((client) => ChangeReader.open(client, shared))),
      ),
    );
    await withdraw(id, 1);
    for (const reader of hers ?? []) expect(await reader.closed).toBe(true);
    const message = await arrived('Après le retrait');
    for (const reader of others ?? []) {
      const told = async () => (await reader.next()).data;
      await expect.poll(told, { timeout: 20_000 }).toEqual({ folder: 'inbox', message, kind: 'added' });
      reader.leave();
    }
    for (const reader of hers ?? []) {
      // Who may use the account was told until then; nothing of what it received afterwards.
      while (reader.unread > 0) expect((await reader.next()).data).toMatchObject({ message: null });
    }
  }, 60_000);

  it('has each message in the charge of one, whoever takes it where, at once (S13)', async () => {
    const names = ['Antoine Mennebeuf', 'Julie Martin'];
    for (const round of range(8)) {
      const id = await arrived(`À prendre ${round}`);
      const takers = [one(antoine, round), one(julie, round + 1)];
      const take = (client: MailClient) =>
        client.call(
          `/messages/${id}/take`,
          { method: 'POST', headers: { 'Idempotency-Key': `take-${round}` } },
          shared,
        );
      const answers = await Promise.all(takers.map(take));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const winner = answers[0]?.status === 200 ? 0 : 1;
      expect(answers[1 - winner]?.json.detail).toContain(names[winner]);
      // Tried again at the other process, each is answered as before.
      const again = await Promise.all([one(antoine, round + 1), one(julie, round)].map(take));
      expect(again[winner]?.json).toEqual(answers[winner]?.json);
      expect(again[1 - winner]?.status).toBe(409);
      const types = await cluster.typesOf(id);
      expect(types.filter((type) => type === 'MessageTaken')).toHaveLength(1);
    }
  }, 120_000);

  it('shows at one process who is reading at the other (S13)', async () => {
    const id = await arrived('Lecture');
    for (const clients of [antoine, julie]) await one(clients).open(id, shared);
    const reading = (client: MailClient) =>
      client.call(`/messages/${id}/presence`, { method: 'PUT' }, shared);
    expectStatus(await reading(one(julie, 0)), 200);
    const { readers } = expectStatus(await reading(one(antoine, 1)), 200).json;
    expect(readers).toMatchObject([{ person: personIdOf('julie.martin'), name: 'Julie Martin' }]);
    const message = expectStatus(await one(julie, 1).call(`/messages/${id}`, {}, shared), 200).json;
    expect(message.readers).toMatchObject([{ name: 'Antoine Mennebeuf' }]);
  });
});
