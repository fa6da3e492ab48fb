import { beforeAll, expect, it, vi } from 'vitest';
import { ContentMissing, ContentUnavailable } from '../../../src/platform/content/content.errors.js';
import { CONTENT_STORE, type ContentStore } from '../../../src/platform/content/content-store.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('the bytes of an attachment', (product) => {
  describedStatuses(product);
  const bytes = Buffer.from('%PDF-1.4 some bytes of a file');
  let antoine: MailClient;
  let path: string;

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
    const attachment = await antoine.upload('file.pdf', bytes, 'application/pdf');
    const to = ['claire.pradel@medimail.test'];
    const { id } = await antoine.send({ to, attachments: [attachment] });
    path = `/messages/${id}/attachments/${attachment}`;
  }, 60_000);

  it('are answered whole and in part', async () => {
    const whole = await antoine.call(path);
    expect([whole.status, whole.text]).toEqual([200, bytes.toString()]);
    expect(whole.headers.get('Content-Length')).toBe(String(bytes.length));
    const part = await antoine.call(path, { headers: { Range: 'bytes=1-3' } });
    expect([part.status, part.text]).toEqual([206, 'PDF']);
  });

  it('are answered whole for a suffix that is longer, and for a range that ends before it begins', async () => {
    const { length } = bytes;
    const suffix = await antoine.call(path, { headers: { Range: `bytes=-${length + 100}` } });
    expect([suffix.status, suffix.text]).toEqual([206, bytes.toString()]);
    expect(suffix.headers.get('Content-Range')).toBe(`bytes 0-${length - 1}/${length}`);
    const backwards = await antoine.call(path, { headers: { Range: 'bytes=5-4' } });
    expect([backwards.status, backwards.text]).toEqual([200, bytes.toString()]);
    expect(backwards.headers.has('Content-Range')).toBe(false);
    const beyond = await antoine.call(path, { headers: { Range: `bytes=${length}-` } });
    expectProblem(beyond, 416, 'range');
    expect(beyond.headers.get('Content-Range')).toBe(`bytes */${length}`);
  });

  it.each([
    ['application/json', '{"resourceType":"Bundle"}'],
    ['application/fhir+json; charset=utf-8', 'no JSON at all'],
    ['application/json', `"${'x'.repeat(3 * 1024 * 1024)}"`],
  ])('that say that they are %s are a file like any other (D1)', async (type, text) => {
    const id = await antoine.upload('bundle.json', Buffer.from(text), type);
    const sent = await antoine.send({ to: ['claire.pradel@medimail.test'], attachments: [id] });
    const answer = await antoine.call(`/messages/${sent.id}/attachments/${id}`);
    expect([answer.status, answer.text === text]).toEqual([200, true]);
  });

  it.each([
    [new ContentUnavailable('open'), 503, 'unavailable'],
    [new ContentMissing('c1'), 404, 'not-found'],
    [new Error('altered'), 500, 'unexpected'],
  ])('that cannot be read at all (%s) are answered with a problem', async (error, status, code) => {
    const store = product().app.get<ContentStore>(CONTENT_STORE);
    const open = vi.spyOn(store, 'open').mockImplementation(() => failing(error));
    try {
      expectProblem(await antoine.call(path), status, code);
    } finally {
      open.mockRestore();
    }
  });
});

// eslint-disable-next-line require-yield -- fails before its first chunk
async function* failing(error: Error): AsyncGenerator<Buffer> {
  await Promise.resolve();
  throw error;
}
