import { beforeAll, expect, it } from 'vitest';
import { CONTENT_STORE, type ContentStore } from '../../../src/platform/content/content-store.js';
import { DATABASES, type Databases } from '../../../src/platform/documents/documents.js';
import { itemsOf } from '../../harness/byte-sources.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';
import { randomStream } from '../../harness/random-stream.js';

const MIB = 1024 * 1024;

describeProduct('an upload that its writer removes (D1)', (product) => {
  let antoine: MailClient;

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
  }, 60_000);

  const content = () => product().app.get<Databases>(DATABASES).database('content');
  /** What an upload leaves anywhere: documents, keys, contents. */
  async function traces() {
    const documents = ['uploads', 'keys'].map((name) => content().collection(name).countDocuments({}));
    const blobs = product()
      .app.get<ContentStore>(CONTENT_STORE)
      .list({ before: new Date('2100-01-01') });
    return [...(await Promise.all(documents)), (await itemsOf(blobs)).length];
  }
  const post = (body: string | ReadableStream<Uint8Array>, query = '') =>
    antoine.call(`/attachments${query}`, {
      method: 'POST',
      body,
      headers: { 'Content-Disposition': 'attachment; filename=a.bin' },
    });
  const remove = (client: MailClient, id: string) =>
    client.call(`/attachments/${id}`, { method: 'DELETE' }, antoine.mailbox);
  async function uploaded(body: string | ReadableStream<Uint8Array>, query = ''): Promise<string> {
    return (expectStatus(await post(body, query), 201).json as { id: string }).id;
  }

  it('counts no more in its composition, and nothing is left of it; again is 404', async () => {
    const query = '?composition=s';
    const before = await traces();
    const id = await uploaded(randomStream(60 * MIB), query);
    expectProblem(await post('x', query), 413, 'attachments-too-large');
    expect(expectStatus(await remove(antoine, id), 204).text).toBe('');
    expect(await traces()).toEqual(before);
    expectStatus(await post(randomStream(MIB), query), 201);
    expectProblem(await remove(antoine, id), 404, 'not-found');
  });

  it('is 404 for who has no right over the mailbox, and under the name of another mailbox', async () => {
    const claire = await product().person('claire.pradel');
    const id = await uploaded('x');
    expectProblem(await remove(claire, id), 404, 'not-found');
    const own = await claire.call(`/attachments/${id}`, { method: 'DELETE' });
    expectProblem(own, 404, 'not-found');
    expectProblem(await remove(antoine, 'unknown'), 404, 'not-found');
    expectStatus(await remove(antoine, id), 204);
  });

  it('is 409 where a message has taken it, and 404 once it is sent: the message keeps its file', async () => {
    const id = await uploaded('contenu');
    const claim = (claimedBy: string | null) => {
      const update = { $set: { claimedBy, claimedAt: product().clock.now().toISOString() } };
      return content()
        .collection('uploads')
        .bulkWrite([{ updateOne: { filter: { _id: id }, update } }]);
    };
    await claim('a message');
    expectProblem(await remove(antoine, id), 409, 'attachment-taken');
    await claim(null);
    const sent = await antoine.send({ to: ['claire.pradel@medimail.test'], attachments: [id] });
    expectProblem(await remove(antoine, id), 404, 'not-found');
    expect((await antoine.call(`/messages/${sent.id}/attachments/${id}`)).text).toBe('contenu');
  });

  it('is gone for a sending that comes after', async () => {
    const id = await uploaded('x');
    await remove(antoine, id);
    const json = { to: ['claire.pradel@medimail.test'], cc: [], subject: 'Objet', html: '<p>x</p>' };
    expectProblem(await antoine.call('/messages', { json: { ...json, attachments: [id] } }), 400, 'invalid');
  });
});
