import { beforeAll, expect, it } from 'vitest';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

/** Half of a surrogate pair: JSON can carry it, UTF-8 cannot. */
const HALF = '\ud83d';

describeProduct('half a surrogate pair', (product) => {
  let antoine: MailClient;

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
  }, 60_000);

  const to = ['claire.pradel@medimail.test'];
  const post = (json: object, headers: Readonly<Record<string, string>> = {}) =>
    antoine.call('/messages', { json: { to, ...json }, headers });

  it('in a subject and a text is stored as U+FFFD', async () => {
    const { id } = expectStatus(await post({ subject: `a${HALF}b`, html: `<p>c${HALF}d</p>` }), 201).json;
    const message = await antoine.open(id);
    expect([message.subject, message.html]).toEqual(['a\ufffdb', '<p>c\ufffdd</p>']);
  });

  it('in a keyed request is one request, and the same when it is repeated', async () => {
    const key = { 'Idempotency-Key': 'unicode-1' };
    const sent = expectStatus(await post({ subject: HALF, html: HALF }, key), 201).json;
    expect(expectStatus(await post({ subject: HALF, html: HALF }, key), 201).json).toEqual(sent);
  });

  it('in an address is a refusal that can be read, in a field’s name another', async () => {
    expectProblem(await post({ to: [`a${HALF}@medimail.test`] }), 422, 'recipients-refused');
    expectProblem(await post({ [HALF]: 1 }), 400, 'invalid');
  });

  it('stands in no file name: what is not UTF-8 is U+FFFD, or refused', async () => {
    const upload = (disposition: string) =>
      antoine.call('/attachments', { body: 'x', headers: { 'Content-Disposition': disposition } });
    for (const name of ['%ED%A0%BDa.txt', '%FFa.txt']) {
      const answer = await upload(`attachment; filename*=UTF-8''${name}`);
      expect([201, 400]).toContain(answer.status);
    }
    const attachments = [await antoine.upload(`${'é'.repeat(250)}😀😀😀.txt`, Buffer.from('x'))];
    expectStatus(await post({ attachments }), 201);
  });
});
