import { once } from 'node:events';
import { readdir, readlink } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { DATABASES, type Databases, type Document } from '../../../src/platform/documents/documents.js';
import { CONTENT_STORE, type ContentStore } from '../../../src/platform/content/content-store.js';
import { ContentStoreFull } from '../../../src/platform/content/content.errors.js';
import { itemsOf } from '../../harness/byte-sources.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { halfAnUpload } from '../../harness/half-an-upload.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';
import { randomStream } from '../../harness/random-stream.js';

const MIB = 1024 * 1024;
/** On MongoDB contents are no files. */
const onFiles = process.env['MEDIMAIL_TEST_ENGINES'] !== 'production';

interface Held extends Document {
  readonly mailbox: string;
  readonly size: number;
  readonly claimedBy: null;
  readonly uploadedAt: string;
  readonly composition?: string;
}

describeProduct('an upload', (product) => {
  describedStatuses(product);
  let antoine: MailClient;

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
  }, 60_000);

  const content = () => product().app.get<Databases>(DATABASES).database('content');
  const contents = () => product().app.get<ContentStore>(CONTENT_STORE);
  const uploads = (filter = {}) => content().collection('uploads').countDocuments(filter);
  /** What an upload leaves anywhere: documents, keys, contents. */
  async function traces() {
    const keys = await content().collection('keys').countDocuments({});
    const blobs = await itemsOf(contents().list({ before: new Date('2100-01-01') }));
    return { uploads: await uploads(), keys, blobs: blobs.length };
  }
  const post = (
    body: string | ReadableStream<Uint8Array>,
    { name = 'a.bin', query = '', ...headers }: Record<string, string> = {},
  ) =>
    antoine.call(`/attachments${query}`, {
      method: 'POST',
      body,
      headers: { 'Content-Disposition': `attachment; filename=${name}`, ...headers },
    });

  describe('with an Idempotency-Key', () => {
    it('is one upload for the same file; another file is 409 and leaves nothing', async () => {
      const before = await uploads();
      const key = { 'Idempotency-Key': 'upload-1' };
      const answers = await Promise.all([1, 2, 3].map(() => post('contenu', key)));
      const ids = answers.map((answer) => expectStatus(answer, 201).json);
      expect(expectStatus(await post('contenu', key), 201).json).toEqual(ids[0]);
      expect(new Set(ids.map(({ id }: { id: string }) => id)).size).toBe(1);
      expect(await uploads()).toBe(before + 1);

      const left = await traces();
      expectProblem(await post('autre', key), 409, 'idempotency-conflict');
      expectProblem(await post('contenu', { ...key, name: 'b.bin' }), 409, 'idempotency-conflict');
      expect(await traces()).toEqual(left);
    });

    it('is answered again though it is more than half of what its composition may hold (D1)', async () => {
      const body = 'a'.repeat(40 * MIB);
      const options = { 'Idempotency-Key': 'large', query: '?composition=large' };
      const first = expectStatus(await post(body, options), 201).json;
      const left = await traces();
      expect(expectStatus(await post(body, options), 201).json).toEqual(first);
      expectProblem(await post(`${body}b`, options), 409, 'idempotency-conflict');
      expectProblem(await post('a'.repeat(60 * MIB + 1), options), 413, 'attachments-too-large');
      expect(await traces()).toEqual(left);
    }, 60_000);
  });

  describe('within the limits of its mailbox (D1)', () => {
    const FULL = 600 * MIB;
    const held = (_id: string, size: number): Held => ({
      _id,
      mailbox: antoine.mailbox,
      size,
      claimedBy: null,
      uploadedAt: product().clock.now().toISOString(),
    });
    const stored = () => content().collection<Held>('uploads');
    const add = (document: Held) => stored().bulkWrite([{ insertOne: { document } }]);
    const remove = (_id: string) => stored().bulkWrite([{ deleteMany: { filter: { _id } } }]);
    const total = (sum: number, { size }: Held) => sum + size;

    /** With so many bytes of the mailbox there already. */
    async function holding<T>(size: number, use: () => Promise<T>): Promise<T> {
      const others = await stored().find({ mailbox: antoine.mailbox }).toArray();
      await add(held('held', size - others.reduce(total, 0)));
      return use().finally(() => remove('held'));
    }

    it('of 600 Mo: to the last byte, then 429 with Retry-After, and nothing stays', async () => {
      await holding(FULL - 1, async () => {
        const left = await traces();
        const refused = expectProblem(await post('xy'), 429, 'uploads-full');
        expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
        expect(await traces()).toEqual(left);
        expectStatus(await post('x'), 201);
      });
      await holding(FULL, async () => {
        expectProblem(await post('x'), 429, 'uploads-full');
      });
    });

    it('of 1,000 files, however small: then 429, and nothing stays', async () => {
      const there = await uploads({ mailbox: antoine.mailbox, claimedBy: null });
      const many = Array.from({ length: 999 - there }, (_, n) => held(`small-${n}`, 1));
      await stored().bulkWrite(many.map((document) => ({ insertOne: { document } })));
      expectStatus(await post('x'), 201);
      const left = await traces();
      expectProblem(await post('x'), 429, 'uploads-full');
      expect(await traces()).toEqual(left);
      await stored().bulkWrite([{ deleteMany: { filter: { _id: { $in: many.map(({ _id }) => _id) } } } }]);
      expectStatus(await post('x'), 201);
    });

    it('of 600 Mo: what several processes take in at once is taken back', async () => {
      const store = contents();
      const put = store.put.bind(store);
      await holding(FULL - 10, async () => {
        // As another process would, between the last look and the storing.
        const spy = vi.spyOn(store, 'put').mockImplementationOnce(async (...args) => {
          const answer = await put(...args);
          await add(held('other', 8));
          return answer;
        });
        const before = await uploads();
        expectProblem(await post('12345'), 429, 'uploads-full');
        spy.mockRestore();
        expect(await uploads()).toBe(before + 1);
        await remove('other');
      });
    });

    it('of 60 Mo of one composition: to the last byte, of uploads that run at once', async () => {
      const parts = [20 * MIB, 20 * MIB, 20 * MIB - 1, 1];
      const all = await Promise.all(
        parts.map((size) => post(randomStream(size), { query: '?composition=p' })),
      );
      expect(all.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
      expectProblem(await post('x', { query: '?composition=p' }), 413, 'attachments-too-large');
    }, 60_000);

    it.each([
      ['q', 1],
      ['r', 20 * MIB],
    ])(
      'of 60 Mo of one composition: only who passes the limit is refused, the others go on (%s)',
      async (composition, last) => {
        const over = [20 * MIB, 20 * MIB, 20 * MIB, last];
        const query = `?composition=${composition}`;
        const some = await Promise.all(over.map((size) => post(randomStream(size), { query })));
        expect(some.map(({ status }) => status).sort()).toEqual([201, 201, 201, 413]);
        const taken = await stored().find({ composition }).toArray();
        expect(taken.reduce(total, 0)).toBeLessThanOrEqual(60 * MIB);
      },
      60_000,
    );

    it('of 600 Mo: what was sent or removed while another upload is going on counts no more', async () => {
      const { keys } = await traces();
      const slow = await holding(FULL - 2_000, async () => {
        const half = await halfAnUpload(antoine);
        await vi.waitFor(async () => expect((await traces()).keys).toBe(keys + 1), 10_000);
        return half;
      });
      expectStatus(await post('x'.repeat(5_000)), 201);
      slow.sendRest();
      const [answer] = await slow.answered;
      answer.resume();
      expect(answer.statusCode).toBe(201);
    });
  });

  it('that its client leaves in the middle leaves nothing, and the service goes on (D1)', async () => {
    const before = await traces();
    const { answered, abandon } = await halfAnUpload(antoine);
    const gone = expect(answered).rejects.toThrow();
    await vi.waitFor(async () => expect((await traces()).keys).toBe(before.keys + 1), 10_000);
    abandon();
    await gone;
    await vi.waitFor(async () => expect(await traces()).toEqual(before), 10_000);
    expectStatus(await post('suite'), 201);
  });

  it('for which there is no room is refused: 507 with Retry-After; later it is taken', async () => {
    const before = await traces();
    const spy = vi.spyOn(contents(), 'put').mockRejectedValueOnce(new ContentStoreFull());
    const refused = expectProblem(await post('x'), 507, 'storage-full');
    spy.mockRestore();
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(await traces()).toEqual(before);
    expectStatus(await post('x'), 201);
  });

  describe('when it is downloaded (C7)', () => {
    async function sent(name: string, bytes: Uint8Array): Promise<string> {
      const attachment = await antoine.upload(name, bytes);
      const { id } = await antoine.send({ to: ['claire.pradel@medimail.test'], attachments: [attachment] });
      return `/messages/${id}/attachments/${attachment}`;
    }

    it.each([
      ['page.html', '<!DOCTYPE html><script>alert(1)</script>', 'text/html'],
      ['image.png', '<html><body onload=alert(1)>', 'text/html'],
      ['dessin.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
      ['doc.xml', '<?xml version="1.0"?><a/>', 'application/xml'],
      ['script.js', 'alert(1)', 'text/plain'],
      ['script.vbs', 'MsgBox 1', 'text/plain'],
      ['programme.exe', 'MZ\u0090\u0000\u0003', 'application/'],
    ])('%s is a download only, whatever it says it is', async (name, text, type) => {
      const answer = expectStatus(await antoine.call(await sent(name, Buffer.from(text, 'latin1'))), 200);
      expect(answer.headers.get('Content-Type')).toContain(type);
      expect(answer.headers.get('Content-Disposition')).toBe(`attachment; filename=${name}`);
      expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(answer.headers.get('Content-Security-Policy')).toMatch(/^sandbox;/);
    });

    it.each([
      ['CON.pdf', '_CON.pdf'],
      ['../../facture\u202efdp.exe', '_.._.._facture_fdp.exe'],
      ['re\u0301sultat :12/2026. ', 'résultat _12_2026'],
    ])('%j is sealed as it is called, and served as %j', async (name, safe) => {
      const path = await sent(name, Buffer.from('contenu'));
      const [, , id = ''] = path.split('/');
      expect((await antoine.open(id)).attachments[0]?.name).toBe(name.trim());
      const disposition =
        expectStatus(await antoine.call(path), 200).headers.get('Content-Disposition') ?? '';
      const named =
        /filename\*=UTF-8''(\S+)/.exec(disposition)?.[1] ?? /filename="?([^"]*)"?$/.exec(disposition)?.[1];
      expect(decodeURIComponent(named ?? '')).toBe(safe);
    });

    it('by a client that leaves in the middle: its file is closed, and the service goes on', async () => {
      const path = await sent('gros.bin', Buffer.alloc(20 * MIB, 1));
      const asking = request(`${antoine.origin}/api/v1/mailboxes/${antoine.mailbox}${path}`, {
        headers: { Cookie: `medimail=${antoine.cookie('medimail') ?? ''}` },
      }).end();
      const [answer] = (await once(asking, 'response')) as [IncomingMessage];
      await once(answer, 'readable');
      if (onFiles) expect(await openBlobs(product().dataDir)).toHaveLength(1);
      answer.on('error', () => undefined);
      answer.destroy();
      await vi.waitFor(async () => expect(await openBlobs(product().dataDir)).toEqual([]), 10_000);
      const whole = expectStatus(await antoine.call(path), 200);
      expect(whole.headers.get('Content-Length')).toBe(String(20 * MIB));
    });
  });
});

/** Files of contents that this process has open. */
async function openBlobs(folder: string): Promise<string[]> {
  const open = await readdir('/proc/self/fd');
  const paths = await Promise.all(open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return paths.filter((path) => path.startsWith(`${folder}/content/`));
}
