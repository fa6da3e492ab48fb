import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { messageNotFound } from '../../../src/messages/index.js';
import { ContentUnavailable } from '../../../src/platform/content/content.errors.js';
import { verifyEml } from '../../../src/platform/eml/verify-eml.js';
import { Exportable } from '../../../src/queries/export/exportable.js';
import { ExportReader } from '../../../src/queries/export/export-reader.js';
import { type Manifest } from '../../../src/queries/export/manifest.js';
import { patterned } from '../../harness/byte-sources.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { HttpClient } from '../../harness/http-client.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';
import { zipEntriesOf } from '../../harness/zip-entries.js';

const MIB = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describeProduct('the export of several messages', (product) => {
  describedStatuses(product);
  let antoine: MailClient;
  let claire: MailClient;
  let jwks: { keys: object[] };
  const ids: string[] = [];

  beforeAll(async () => {
    [antoine, claire] = await Promise.all([
      product().person('antoine.mennebeuf'),
      product().person('claire.pradel'),
    ]);
    jwks = expectStatus(await new HttpClient(product().url).ask('/.well-known/jwks.json'), 200).json;
    for (const subject of ['Un', 'Deux 🩺', '']) {
      const file = await antoine.upload(`${subject}.bin`, patterned(200_000 + subject.length));
      const sent = await antoine.send({ to: ['claire.pradel@medimail.test'], subject, attachments: [file] });
      await claire.seeing(antoine).open(sent.id);
      ids.push(sent.id);
    }
  }, 60_000);
  afterEach(() => vi.restoreAllMocks());

  const path = () => `/api/v1/mailboxes/${claire.mailbox}/exports`;
  const asked = (of: readonly string[]): RequestInit => ({
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Cookie: claire.cookieNames.map((name) => `${name}=${claire.cookie(name) ?? ''}`).join('; '),
    },
    body: JSON.stringify({ ids: of }),
  });
  const begin = (of = ids, signal?: AbortSignal) =>
    fetch(new URL(path(), product().url), { ...asked(of), ...(signal && { signal }) });

  async function zipOf(of = ids): Promise<Map<string, Buffer>> {
    const response = await begin(of);
    expect(response.status).toBe(200);
    return zipEntriesOf(Buffer.from(await response.arrayBuffer()));
  }
  const json = (entries: Map<string, Buffer>, name: string): unknown =>
    JSON.parse(entries.get(name)?.toString() ?? 'null');
  const exportsOf = async (id: string, client = claire) => {
    const events = expectStatus(await client.call(`/messages/${id}/events`), 200).json as { type: string }[];
    return events.filter(({ type }) => type === 'exported').length;
  };
  /** Reads until an answer is there: what is done in the background is done in the end. */
  async function until(done: () => boolean | Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 400 && !(await done()); tries++) await pause(25);
    expect(await done()).toBe(true);
  }

  it('is a ZIP file of messages, timelines and a manifest whose digests fit, each message once (C9)', async () => {
    const entries = await zipOf([...ids, ids[0] ?? '']);
    const names = ['001.eml', '002.eml', '003.eml', 'timelines.json', 'manifest.json'];
    expect([...entries.keys()]).toEqual(names);
    const manifest = json(entries, 'manifest.json');
    expect(manifest).toEqual({
      exportedAt: '2026-11-23T09:00:00.000Z',
      mailbox: 'claire.pradel@medimail.test',
      files: names.slice(0, 4).map((name, index) => {
        const bytes = entries.get(name) ?? Buffer.alloc(0);
        const message = ids[index];
        return { name, ...(message && { message }), size: bytes.length, sha256: sha256(bytes) };
      }),
      absent: [],
    });
  });

  it('holds messages that their seals confirm, without anything else (C9, G2)', async () => {
    const entries = await zipOf();
    for (const [index, id] of ids.entries()) {
      const eml = entries.get(`00${index + 1}.eml`) ?? Buffer.alloc(0);
      const verdict = await verifyEml(Readable.from([eml], { objectMode: false }), jwks);
      expect(verdict).toMatchObject({ valid: true, attachments: 1, payload: { id } });
    }
  });

  it('records each, and tells it in the timelines that it holds, for this mailbox alone (C8, C9)', async () => {
    const before = await Promise.all(ids.map((id) => exportsOf(id)));
    const entries = await zipOf();
    const timelines = json(entries, 'timelines.json') as { message: string; events: object[] }[];
    expect(timelines.map(({ message }) => message)).toEqual(ids);
    for (const [index, { message, events }] of timelines.entries()) {
      expect(events[0]).toMatchObject({
        type: 'exported',
        text: 'Export par claire.pradel@medimail.test le 23/11/2026 à 10:00',
      });
      expect(events).toEqual((await claire.call(`/messages/${message}/events`)).json);
      expect(await exportsOf(message)).toBe((before[index] ?? 0) + 1);
      expect(await exportsOf(message, antoine)).toBe(0);
    }
  });

  it('is kept by nothing on the way, and says nothing in its name (C9)', async () => {
    const response = await begin();
    await response.arrayBuffer();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="messages-2026-11-23.zip"',
      'cache-control': 'no-store, no-transform',
      'x-content-type-options': 'nosniff',
      'transfer-encoding': 'chunked',
    });
  });

  it('is refused as a whole before its first byte, each message named, and nothing recorded (C9)', async () => {
    const { id: unopened } = await antoine.send({ to: ['claire.pradel@medimail.test'] });
    claire.seeing(antoine);
    const before = await exportsOf(ids[0] ?? '');
    const notOpened = await claire.call('/exports', { json: { ids: [...ids, unopened] } });
    expect(expectProblem(notOpened, 409, 'not-opened').json.errors).toEqual([
      { field: 'ids.3', code: 'not-opened', detail: 'Ouvrez d’abord ce message.' },
    ]);
    const both = await claire.call('/exports', { json: { ids: ['no-such-message', unopened, ...ids] } });
    expect(expectProblem(both, 404, 'not-found').json.errors).toMatchObject([
      { field: 'ids.0', code: 'not-found' },
      { field: 'ids.1', code: 'not-opened' },
    ]);
    expect(await exportsOf(ids[0] ?? '')).toBe(before);
  });

  it.each<[string, unknown]>([
    ['none', { ids: [] }],
    ['501', { ids: Array.from({ length: 501 }, (_, n) => `m${n}`) }],
    ['one of another form', { ids: ['a b'] }],
    ['no list', { ids: 'a' }],
    ['nothing', {}],
  ])('takes 1 to 500 messages: %s is 400 (C9)', async (_, body) => {
    expectProblem(await claire.call('/exports', { json: body }), 400, 'invalid');
  });

  it('is not there for others (C9)', async () => {
    const rose = await product().person('rose.rouge');
    expectProblem(await rose.call('/exports', { json: { ids } }), 404, 'not-found');
    expectProblem(await rose.call('/exports', { json: { ids } }, claire.mailbox), 404, 'not-found');
    expect((await new HttpClient(product().url).ask(path(), { json: { ids } })).status).toBe(401);
  });

  describe('while messages come to their end', () => {
    it('goes on without them, and says which and why (C9, R1)', async () => {
      const reader = product().app.get(ExportReader, { strict: false });
      vi.spyOn(product().app.get(Exportable, { strict: false }), 'check').mockResolvedValue();
      const open = reader.open.bind(reader);
      vi.spyOn(reader, 'open').mockImplementation((copy) =>
        copy === ids[1] ? Promise.reject(messageNotFound()) : open(copy),
      );
      const entries = await zipOf(['gone-before', ...ids]);
      expect([...entries.keys()]).toEqual(['002.eml', '004.eml', 'timelines.json', 'manifest.json']);
      const { absent } = json(entries, 'manifest.json') as Manifest;
      const reason = 'Ce message n’existe pas ou n’existe plus.';
      expect(absent).toEqual([
        { message: 'gone-before', reason },
        { message: ids[1], reason },
      ]);
    });
  });

  describe('that does not come to its end', () => {
    let produced = 0;
    let released = 0;
    /** The second message has an attachment of so many bytes, then fails. */
    function largeAttachment(length: number): void {
      produced = 0;
      released = 0;
      const reader = product().app.get(ExportReader, { strict: false });
      const open = reader.open.bind(reader);
      async function* bytes(): AsyncGenerator<Buffer> {
        try {
          for (; produced < length; produced += 64 * 1024) yield await Promise.resolve(patterned(64 * 1024));
          throw new Error('the disk failed');
        } finally {
          released++;
        }
      }
      vi.spyOn(reader, 'open').mockImplementation(async (copy) => {
        const message = await open(copy);
        const attachment = { name: 'a.bin', type: 'application/octet-stream', bytes: bytes() };
        return copy === ids[1] ? { ...message, attachments: [attachment] } : message;
      });
    }

    it('is a problem that can be read where not even its first message can be (C9)', async () => {
      const reader = product().app.get(ExportReader, { strict: false });
      vi.spyOn(reader, 'open').mockRejectedValue(new ContentUnavailable('open'));
      const refused = expectProblem(await claire.call('/exports', { json: { ids } }), 503, 'unavailable');
      expect(refused.headers.get('Content-Disposition')).toBeNull();
      vi.restoreAllMocks();
      expect((await zipOf()).size).toBe(ids.length + 2);
    });

    it('is cut off: what came never looks whole (C9)', async () => {
      largeAttachment(MIB);
      const response = await begin();
      expect(response.status).toBe(200);
      await expect(response.arrayBuffer()).rejects.toThrow();
      expect(released).toBe(1);
    });

    it('waits for its reader, two at most in a session, and releases all when they go away (C9)', async () => {
      largeAttachment(1_000 * MIB);
      const gone = new AbortController();
      const readings = await Promise.all([begin(ids, gone.signal), begin(ids, gone.signal)]);
      expect(readings.map(({ status }) => status)).toEqual([200, 200]);
      let last = -1;
      await until(() => {
        const stands = produced === last && produced > 0;
        last = produced;
        return stands;
      });
      // What two connections and this process's own client hold, of a thousand times as much.
      expect(produced).toBeLessThan(64 * MIB);
      const third = expectProblem(await claire.call('/exports', { json: { ids } }), 429, 'too-many-requests');
      expect(Number(third.headers.get('Retry-After'))).toBeGreaterThan(0);
      gone.abort();
      await until(() => released === 2);
      vi.restoreAllMocks();
      await until(async () => (await claire.call('/exports', { json: { ids } })).status === 200);
    });
  });
});
