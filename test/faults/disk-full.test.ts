import { execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, readdir, rm, statfs, truncate, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isStorageFull } from '../../src/platform/storage-full.js';
import { describeWhere, tmpfsMissing } from '../harness/availability.js';
import { expectProblem } from '../harness/expect-problem.js';
import { type Answer } from '../harness/http-client.js';
import { expectStatus, type MailClient } from '../harness/mail-client.js';
import { Product } from '../harness/product.js';

const MIB = 1024 * 1024;
const SMALL = 'size=96m';
/** Once it has room again: a write-ahead log alone may grow to 64 MB before it is copied back. */
const LARGE = 'size=320m';

describeWhere(tmpfsMissing(), 'a disk that is full', () => {
  let disk: string;
  let product: Product | undefined;
  let antoine: MailClient;
  let claire: MailClient;
  const dataDir = () => join(disk, 'data');
  const filler = () => join(disk, 'filler');
  const person = (name: string) => {
    if (product === undefined) throw new Error('the product did not start');
    return product.person(name);
  };

  beforeAll(async () => {
    disk = await mkdtemp(join(tmpdir(), 'medimail-small-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', SMALL, 'tmpfs', disk]);
    product = await Product.start({ DATA_DIR: dataDir() });
    antoine = await person('antoine.mennebeuf');
    claire = await person('claire.pradel');
  }, 120_000);
  afterAll(async () => {
    await rm(filler(), { force: true });
    await product?.stop();
    execFileSync('umount', ['-l', disk]);
    await rm(disk, { recursive: true });
  });

  /** Leaves so many bytes, whatever housekeeping gave back meanwhile; the service may be faster. */
  async function fill(left: number): Promise<void> {
    const { bavail, bsize } = await statfs(disk);
    const bytes = Buffer.alloc(Math.max(0, bavail * bsize - left), 1);
    await appendFile(filler(), bytes).catch((error: unknown) => {
      if (!isStorageFull(error)) throw error;
    });
  }
  const upload = (size: number) =>
    antoine.call('/attachments', {
      method: 'POST',
      body: Buffer.alloc(size, 'x'),
      headers: { 'Content-Disposition': 'attachment; filename=a.txt' },
    });
  const send = (subject: string, attachments: readonly string[] = []) =>
    antoine.call('/messages', { json: { to: ['claire.pradel@medimail.test'], subject, attachments } });
  const subjects = async (client: MailClient, folder: string) =>
    (await client.list(`folder=${folder}&limit=200`)).items.map(({ subject }) => subject);
  /** Files of contents, and of contents that are being written. */
  async function contents(): Promise<string[]> {
    const files = await readdir(join(dataDir(), 'content'), { recursive: true, withFileTypes: true });
    return files.filter((file) => file.isFile()).map(({ name }) => name);
  }
  const isRefused = (answer: Answer) => {
    expectProblem(answer, 507, 'storage-full');
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
  };

  it('refuses an upload that does not fit, and keeps nothing of it (D1)', async () => {
    expectStatus(await upload(MIB), 201);
    const before = await contents();
    await fill(6 * MIB);
    const refused = expectProblem(await upload(10 * MIB), 507, 'storage-full');
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(await contents()).toEqual(before);
    expectStatus(await upload(MIB), 201);
  });

  it('refuses everything that needs room, answers what needs none, and shows nothing half-written (D2)', async () => {
    const attachment = expectStatus(await upload(MIB), 201).json.id as string;
    const before = { sent: await subjects(antoine, 'sent'), inbox: await subjects(claire, 'inbox') };
    // Of two messages of one instant nobody knows which comes first.
    product?.clock.advance(1_000);
    const sent = (expectStatus(await send('à exporter'), 201).json as { id: string }).id;
    before.sent.unshift('à exporter');
    before.inbox.unshift('à exporter');
    const files = await contents();
    await fill(0);
    // What the databases' files have left over is used up first.
    const taken: string[] = [];
    let answer = await send('0');
    for (let n = 1; answer.status === 201 && n < 2_000; n++) {
      taken.unshift(String(n - 1));
      product?.clock.advance(1_000);
      answer = await send(String(n));
    }
    isRefused(answer);
    const asks = [
      () => send('refusé', [attachment]),
      () => upload(2 * MIB),
      () => antoine.call('/exports', { json: { ids: [sent] } }),
    ];
    for (let n = 0; n < 5; n++) {
      for (const ask of asks) {
        await fill(0);
        isRefused(await ask());
      }
      // What a sending took that could not even take it back.
      product?.clock.advance(60_000);
    }
    expect(await contents()).toEqual(files);
    // A page that is not the last is the first that seals a cursor.
    expect((await antoine.list('limit=1')).nextCursor).toBeTypeOf('string');
    expect(await subjects(antoine, 'sent')).not.toContain('refusé');
    expect(await subjects(claire, 'inbox')).not.toContain('refusé');

    await truncate(filler(), 0);
    await unlink(filler());
    execFileSync('mount', ['-o', `remount,${LARGE}`, disk]);
    expectStatus(await send('de nouveau', [attachment]), 201);
    const whole = ['de nouveau', ...taken];
    await expect
      .poll(async () => await subjects(claire.seeing(antoine), 'inbox'), { timeout: 30_000 })
      .toEqual([...whole, ...before.inbox].slice(0, 200));
    expect(await subjects(antoine, 'sent')).toEqual([...whole, ...before.sent].slice(0, 200));
  }, 120_000);

  it('has left a store that opens again, with everything that was answered', async () => {
    const before = await subjects(claire, 'inbox');
    await product?.restart();
    claire = await person('claire.pradel');
    expect(await subjects(claire, 'inbox')).toEqual(before);
  }, 120_000);
});
