import { afterAll, beforeAll, expect, it } from 'vitest';
import { mapBounded } from '../../src/platform/concurrency/map-bounded.js';
import { registerShared } from '../harness/acting.js';
import { describeWhere, mongoDbMissing } from '../harness/availability.js';
import { Cluster, one } from '../harness/cluster.js';
import { type Answer } from '../harness/http-client.js';
import { expectStatus, type MailClient } from '../harness/mail-client.js';

const at = (name: string) => `${name}@medimail.test`;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describeWhere(mongoDbMissing(), 'two api processes and one of projections', () => {
  let cluster: Cluster;
  /** Julie, Antoine and Claire, each logged in at one process and speaking to both. */
  let julie: MailClient[];
  let antoine: MailClient[];
  let claire: MailClient[];

  beforeAll(async () => {
    cluster = await Cluster.start();
    [julie, antoine, claire] = await Promise.all([
      cluster.atBoth('julie.martin', 0),
      cluster.atBoth('antoine.mennebeuf', 1),
      cluster.atBoth('claire.pradel', 0),
    ]);
  }, 120_000);

  afterAll(() => cluster.stop());

  it('share sessions: a login at one is one at the other, and so is a logout (A6)', async () => {
    const clients = await cluster.atBoth('rose.rouge', 0);
    for (const client of clients) expectStatus(await client.ask('/api/v1/me'), 200);
    await one(clients, 1).ask('/auth/logout', { method: 'POST', headers: { Accept: 'application/json' } });
    for (const client of clients) expectStatus(await client.ask('/api/v1/me'), 401);
  });

  it('show at one what was just done at the other, where X-After asks for it', async () => {
    for (const index of range(8)) {
      const { id } = await one(antoine, index).send({ to: [at('claire.pradel')], subject: 'Vu de là' });
      const reader = one(claire, index + 1).seeing(one(antoine, index));
      expect((await reader.list('folder=inbox')).items[0]?.id).toBe(id);
    }
  });

  it('let two hundred recipients open one message at once: each succeeds, once (C3, C8)', async () => {
    const names = range(200).map((index) => `service-${index}`);
    const bus = cluster.bus;
    const boxes = await mapBounded(names, 16, (name) =>
      registerShared(bus, { name, users: ['julie.martin'] }),
    );
    const { id } = await one(antoine).send({ to: names.map(at), subject: 'À tous les services' });
    while ((await one(julie).seeing(one(antoine)).call('/folders')).headers.has('X-Stale')) continue;
    const before = (await cluster.typesOf(id)).length;

    const answers = await Promise.all(
      boxes.map((box, index) => one(julie, index).call(`/messages/${id}/open`, { method: 'POST' }, box)),
    );
    for (const answer of answers) expect(expectStatus(answer, 200).json.html).toBe('<p>Texte</p>');
    expect((await cluster.typesOf(id)).slice(before)).toEqual(range(200).map(() => 'MessageOpened'));
    const state = async () => (await one(antoine).seeing(one(julie)).list('folder=sent&limit=1')).items[0];
    await expect.poll(state, { timeout: 20_000 }).toMatchObject({ id, openedBy: 'all' });
  }, 120_000);

  const send = (key: string, index: number): Promise<Answer> =>
    one(antoine, index).call('/messages', {
      json: { to: [at('claire.pradel')], subject: key },
      headers: { 'Idempotency-Key': key },
    });

  /** The same keys after the outage: one message each, in both mailboxes, the answer of before where there was one. */
  async function expectOnce(keys: readonly string[], answers: readonly Answer[]): Promise<void> {
    const again = await Promise.all(keys.map(send));
    for (const [index, answer] of again.entries()) {
      expectStatus(answer, 201);
      if (answers[index]?.status === 201) expect(answer.json).toEqual(answers[index].json);
      const types = await cluster.typesOf(answer.json.id as string);
      expect(types).toEqual(['MessageSealed', 'MessageSent', 'MessageDelivered']);
    }
    const ids = again.map(({ json }) => json.id as string).sort();
    for (const [folder, holder] of [
      ['sent', antoine],
      ['inbox', claire],
    ] as const) {
      const shown = async () =>
        (await one(holder).list(`folder=${folder}&limit=200`)).items
          .filter(({ subject }) => keys.includes(subject))
          .map((row) => row.id)
          .sort();
      await expect.poll(shown, { timeout: 20_000 }).toEqual(ids);
    }
  }

  const problem = (code: string) => `https://medimail.fr/problems/${code}`;

  it('answer 503 with Retry-After while the event store is away, and tell afterwards by the same key (D2)', async () => {
    const keys = range(16).map((index) => `Panne ${index}`.replace(' ', '-'));
    const asked = keys.map(send);
    await Promise.race(asked);
    await cluster.events.stop();
    const answers = await Promise.all(asked);
    for (const { status, json, headers } of answers.filter((answer) => answer.status !== 201)) {
      expect(status).toBe(503);
      expect([problem('unavailable'), problem('outcome-unknown')]).toContain(json.type);
      expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    }
    expectStatus(await send('Panne-seule', 0), 503);
    await cluster.events.restart();
    await expectOnce([...keys, 'Panne-seule'], answers);
  }, 120_000);

  it('say that they do not know, where an append is not answered, and know by the same key (D2)', async () => {
    cluster.events.faults.onAppends('hang-after-write');
    const answer = expectStatus(await send('Silence', 0), 503);
    expect(answer.json.type).toBe(problem('outcome-unknown'));
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
    cluster.events.faults.clear();
    await expectOnce(['Silence'], [answer]);
  }, 120_000);

  it('go on without the one that is killed', async () => {
    const asked = range(16).map((index) => send(`Reste-${index}`, index).catch(() => undefined));
    await Promise.race(asked);
    await cluster.processes[1]?.kill();
    const answers = await Promise.all(asked);
    antoine = antoine.slice(0, 1);
    claire = claire.slice(0, 1);
    const known = answers.map((answer) => answer ?? ({ status: 0 } as Answer));
    await expectOnce(
      range(16).map((index) => `Reste-${index}`),
      known,
    );
  }, 120_000);
});
