import { beforeAll, expect, it, vi } from 'vitest';
import { type DueDocument } from '../../../src/contracts/documents/retention.documents.js';
import { DeleteForeverCommand } from '../../../src/messages/delete-forever/delete-forever.command.js';
import { DeleteMessageCommand } from '../../../src/messages/delete/delete-message.command.js';
import { ExpireMessageCommand } from '../../../src/messages/expire/expire-message.command.js';
import { Uploads } from '../../../src/messages/index.js';
import { messageDecider } from '../../../src/messages/message.decider.js';
import { AGGREGATES, type Aggregates } from '../../../src/platform/commands/aggregates.js';
import { CONTENT_STORE, type ContentStore } from '../../../src/platform/content/content-store.js';
import { KEYRING, type Keyring } from '../../../src/platform/crypto/keyring.js';
import { SystemRandomness } from '../../../src/platform/randomness/randomness.js';
import { Metrics } from '../../../src/platform/observability/metrics.js';
import { READ_MODELS, type ReadModels } from '../../../src/platform/read-models/read-models.js';
import { DATABASES, type Databases } from '../../../src/platform/documents/documents.js';
import { Housekeeping } from '../../../src/retention/housekeeping.js';
import { itemsOf, piecesOf } from '../../harness/byte-sources.js';
import { actingAs, mailboxIdOf, personIdOf } from '../../harness/acting.js';
import { type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('the housekeeping', (product) => {
  let antoine: MailClient;
  const keyring = () => product().app.get<Keyring>(KEYRING);
  const contents = () => product().app.get<ContentStore>(CONTENT_STORE);
  const aggregates = () => product().app.get<Aggregates>(AGGREGATES);
  const run = () => product().app.get(Housekeeping, { strict: false }).run();

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
  }, 60_000);

  async function ends(id: string) {
    const { state, revision } = await aggregates().load(messageDecider, `message-${id}`);
    return { phase: state.phase, body: state.body, revision, attachments: state.attachments };
  }
  async function row(id: string): Promise<DueDocument | null> {
    const readModels = product().app.get<ReadModels>(READ_MODELS);
    const after = { stream: `message-${id}`, revision: (await ends(id)).revision };
    expect(await readModels.caughtUpWith(after, ['retention'])).toBe(true);
    return (await readModels.collection<DueDocument>('retention', 'due')).findOne({ _id: id });
  }
  const opened = (content: string, size: number) =>
    contents().open(content, keyring().draw(), size)[Symbol.asyncIterator]().next();
  const send = async (attachments: readonly string[] = []) =>
    (await antoine.send({ to: ['claire.pradel@medimail.test'], attachments })).id;
  const listed = () => itemsOf(contents().list({ before: product().clock.now() }));
  const minuteLater = () => product().clock.advance(60_001);

  it.each([
    ['before the key went', () => vi.spyOn(keyring(), 'shred')],
    ['before the contents went', () => vi.spyOn(contents(), 'delete')],
  ])('finishes the end of a last copy that was cut short %s (R1, C10)', async (_, cut) => {
    const id = await send([await antoine.upload('a.txt', Buffer.from('contenu'))]);
    const { body, attachments } = await ends(id);
    const forever = async (name: string) => {
      const context = () => actingAs(personIdOf(name), mailboxIdOf(name));
      await product().bus.execute(new DeleteMessageCommand(context(), id));
      await product().bus.execute(new DeleteForeverCommand(context(), id));
    };
    await forever('claire.pradel');
    const fault = cut().mockRejectedValueOnce(new Error('the process died'));
    // The append counts: it is deleted, and readable by nobody.
    await forever('antoine.mennebeuf');
    expect(fault).toHaveBeenCalled();
    fault.mockRestore();
    expect((await ends(id)).phase).toBe('expired');
    expect(await row(id)).toMatchObject({ endedAt: expect.any(String) });

    await run();
    expect((await ends(id)).phase, 'a handler may still be at it').toBe('expired');
    minuteLater();
    for (let round = 0; round < 2; round++) {
      await run();
      expect(await ends(id)).toMatchObject({ phase: 'shredded' });
      expect(await row(id)).toBeNull();
      expect((await keyring().find([`message:${id}`])).size).toBe(0);
      for (const { content, size } of [body, ...attachments]) {
        await expect(opened(content, size)).rejects.toMatchObject({ name: 'ContentMissing' });
      }
    }
  });

  it('deletes uploads that nobody sent for a day, and what sendings left over', async () => {
    const unused = await antoine.upload('a.txt', Buffer.from('contenu'));
    const uploads = product().app.get<Databases>(DATABASES).database('content').collection('uploads');
    const left = () => uploads.countDocuments({ _id: unused });
    product().clock.advance(86_400_000 - 1_000);
    await run();
    expect(await left()).toBe(1);
    product().clock.advance(1_000);
    await run();
    expect(await left()).toBe(0);
    expect((await keyring().find([`upload:${unused}`])).size).toBe(0);
  });

  it('deletes contents that a crash left without a key, after a day', async () => {
    const id = new SystemRandomness().uuid();
    await contents().put(id, keyring().draw(), piecesOf(Buffer.from('contenu'), 3));
    const isThere = async () => (await listed()).includes(id);
    product().clock.advance(86_400_000 - 60_000);
    await run();
    expect(await isThere()).toBe(true);
    product().clock.advance(3_600_000 + 60_000);
    await run();
    expect(await isThere()).toBe(false);
  });

  it('deletes what a sending took and left over, once its key’s last day has come; the message keeps it', async () => {
    antoine = await product().person('antoine.mennebeuf');
    const uploads = product().app.get<Databases>(DATABASES).database('content').collection('uploads');
    const store = product().app.get(Uploads, { strict: false });
    const cut = vi.spyOn(store, 'removeSent').mockResolvedValueOnce();
    const file = await antoine.upload('a.txt', Buffer.from('contenu'));
    const id = await send([file]);
    cut.mockRestore();
    const left = () => uploads.countDocuments({ _id: file, claimedBy: id });
    product().clock.advance(2 * 86_400_000 - 1_000);
    await run();
    expect(await left()).toBe(1);
    product().clock.advance(1_000);
    await run();
    expect(await left()).toBe(0);
    antoine = await product().person('antoine.mennebeuf');
    expect((await antoine.call(`/messages/${id}/attachments/${file}`)).text).toBe('contenu');
  });

  it('forgets the answers to idempotency keys after a day', async () => {
    antoine = await product().person('antoine.mennebeuf');
    await antoine.call('/messages', {
      json: { to: ['claire.pradel@medimail.test'], subject: 'Une fois', html: '<p>1</p>' },
      headers: { 'Idempotency-Key': 'k-1' },
    });
    const claims = product().app.get<Databases>(DATABASES).database('idempotency').collection('claims');
    expect(await claims.countDocuments({})).toBe(1);
    product().clock.advance(86_400_000);
    await run();
    expect(await claims.countDocuments({})).toBe(0);
  });

  it('leaves alone what has not ended', async () => {
    antoine = await product().person('antoine.mennebeuf');
    const id = await send();
    minuteLater();
    await run();
    expect(await ends(id)).toMatchObject({ phase: 'kept' });
    await expect(product().bus.execute(new ExpireMessageCommand(actingAs(), id))).rejects.toMatchObject({
      code: 'not-due',
    });
  });

  it('tells operators what ended, and how long the oldest is overdue (R1)', async () => {
    antoine = await product().person('antoine.mennebeuf');
    const id = await send();
    const { registry } = product().app.get(Metrics);
    const value = async (name: string) => {
      const { values } = (await registry.getSingleMetric(`medimail_retention_${name}`)?.get()) ?? {
        values: [],
      };
      return values[0]?.value;
    };
    const before = await value('ended_total');
    const due = (await row(id))?.dueAt ?? '';
    product().clock.set(new Date(Date.parse(due) + 5_000));
    const fault = vi.spyOn(aggregates(), 'execute').mockRejectedValue(new Error('the log is out of reach'));
    await run();
    fault.mockRestore();
    expect(await value('overdue_seconds')).toBeGreaterThanOrEqual(5);
    expect(await value('failed_total')).toBeGreaterThan(0);
    await run();
    expect(await value('ended_total')).toBeGreaterThan(before ?? 0);
  });

  it('destroys the keys of days that are over, and with them what they wrapped (R1, R3)', async () => {
    // As of a message whose sending was cut short before its append: no event tells of it.
    const name = 'message:00000000-0000-4000-8000-000000000000';
    const until = new Date(product().clock.now().getTime() + 86_400_000);
    await keyring().create({ name, until });
    product().clock.set(until);
    await run();
    expect((await keyring().find([name])).size).toBe(1);
    product().clock.advance(86_400_000);
    await run();
    expect((await keyring().find([name])).size).toBe(0);
  });
});
