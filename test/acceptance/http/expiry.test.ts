import { beforeAll, expect, it } from 'vitest';
import { type DueDocument } from '../../../src/contracts/documents/retention.documents.js';
import { ExpireMessageCommand } from '../../../src/messages/expire/expire-message.command.js';
import { KEYRING, type Keyring } from '../../../src/platform/crypto/keyring.js';
import { READ_MODELS, type ReadModels } from '../../../src/platform/read-models/read-models.js';
import { actingAs } from '../../harness/acting.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { type Asked } from '../../harness/http-client.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('the end of what a message is kept for', (product) => {
  const SENT = '2026-11-23T14:37:05.250Z';
  const DUE = '2027-02-23T14:37:05.250Z';
  let antoine: MailClient;
  let claire: MailClient;
  let id: string;
  let attachment: string;

  beforeAll(async () => {
    product().clock.set(SENT);
    await logIn();
    const upload = await antoine.upload('a.txt', Buffer.from('contenu'));
    const message = { to: ['claire.pradel@medimail.test'], subject: 'Expire', attachments: [upload] };
    id = (await antoine.send(message)).id;
    attachment = (await claire.seeing(antoine).open(id)).attachments[0]?.id ?? '';
  }, 60_000);

  /** Sessions do not last as long as messages. */
  async function logIn(): Promise<void> {
    antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
  }

  const reads = (): [string, Asked][] => [
    [`/messages/${id}`, {}],
    [`/messages/${id}/events`, {}],
    [`/messages/${id}/attachments/${attachment}`, {}],
    [`/messages/${id}/open`, { method: 'POST' }],
  ];
  const writes = (): [string, Asked][] => [
    [`/messages/${id}/move`, { json: { folder: 'deleted' } }],
    [`/messages/${id}/unread`, { method: 'POST' }],
    [`/messages/${id}`, { method: 'DELETE' }],
    ['/messages', { json: { to: ['claire.pradel@medimail.test'], forwardOf: id } }],
  ];
  const expire = () => product().bus.execute(new ExpireMessageCommand(actingAs(), id));
  async function due(): Promise<(DueDocument & { _id: string })[]> {
    const documents = await product()
      .app.get<ReadModels>(READ_MODELS)
      .collection<DueDocument>('retention', 'due');
    return documents.find({ _id: id, expiresAt: { $exists: true } }).toArray();
  }

  it.each([
    ['2026-11-30T22:30:00.000Z', '2027-02-28T22:30:00.000Z', 'the last day of a shorter month'],
    [
      '2026-12-31T23:30:00.000Z',
      '2027-03-31T22:30:00.000Z',
      'the first of January in Paris, and summer time',
    ],
    ['2027-01-15T09:00:00.000Z', '2027-04-15T08:00:00.000Z', 'summer time'],
  ])('of %s is %s: three months of Paris (R1): %s', async (sentAt, expiresAt) => {
    const now = product().clock.now();
    product().clock.set(sentAt);
    const sender = await product().person('rose.rouge');
    await sender.send({ to: ['julie.martin@medimail.test'] });
    expect((await sender.list('folder=sent&limit=1')).items[0]).toMatchObject({ sentAt, expiresAt });
    product().clock.set(now);
  });

  it('is shown in the list and in the reading view, and kept for whoever ends it (R1, R2)', async () => {
    await logIn();
    const row = (await claire.list('folder=inbox&limit=200')).items.find((one) => one.id === id);
    expect(row?.expiresAt).toBe(DUE);
    expect((await claire.open(id)).expiresAt).toBe(DUE);
    expect(await due()).toMatchObject([{ _id: id, expiresAt: DUE }]);
  });

  it('does not come a millisecond early (R1)', async () => {
    product().clock.set(new Date(Date.parse(DUE) - 1));
    await logIn();
    await expect(expire()).rejects.toMatchObject({ code: 'not-due' });
    for (const [path, asked] of reads()) expectStatus(await claire.call(path, asked), 200);
  });

  it('comes at its instant, whoever looks, although nobody has ended it yet (R1)', async () => {
    product().clock.set(DUE);
    await logIn();
    for (const [path, asked] of [...reads(), ...writes()]) {
      for (const holder of [antoine, claire]) {
        expectProblem(await holder.call(path, asked), 404, 'not-found');
      }
    }
  });

  it('takes the message from lists, counts, timelines and contents, of all holders at once (R1, R3)', async () => {
    const count = async (reader: MailClient) => (await reader.list('limit=1')).total ?? 0;
    const before = [await count(antoine), await count(claire)];
    const ended = await expire();
    for (const [index, reader] of [antoine, claire].entries()) {
      reader.seeing(ended);
      const { items, total } = await reader.list('limit=200');
      expect(items.map((row) => row.id)).not.toContain(id);
      expect(total).toBe((before[index] ?? 0) - 1);
      for (const [path, asked] of [...reads(), ...writes()]) {
        expectProblem(await reader.call(path, asked), 404, 'not-found');
      }
    }
    const readModels = product().app.get<ReadModels>(READ_MODELS);
    await readModels.caughtUpWith(ended, ['timeline', 'retention']);
    const timelines = await readModels.collection<{ message: string }>('timeline', 'timelines');
    const left = await timelines.find({ message: id }).toArray();
    expect(JSON.stringify(left)).not.toContain('medimail.test');
    expect(await due()).toEqual([]);
    const keys = await product()
      .app.get<Keyring>(KEYRING)
      .find([`message:${id}`]);
    expect(keys.size).toBe(0);
  });

  it('may be told twice (R1)', async () => {
    await expect(expire()).resolves.toMatchObject({ id });
  });

  it('is the end after a restart too (R3)', async () => {
    await product().restart();
    await logIn();
    for (const [path, asked] of reads()) expectProblem(await claire.call(path, asked), 404, 'not-found');
  });
});
