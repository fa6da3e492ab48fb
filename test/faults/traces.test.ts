import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedDatabases } from '../../src/platform/documents/embedded/embedded-databases.js';
import { MailClient } from '../harness/mail-client.js';
import { ServiceProcess } from '../harness/service-process.js';
import { heldInClear, textsOfMail, writeExpiringMail } from '../harness/traces/expiring-mail.js';
import { filesOf, found } from '../harness/traces/haystacks.js';
import { needlesOf, type Needles } from '../harness/traces/needles.js';
import { storedKeys, together } from '../harness/traces/stored-keys.js';

/** Enough for a sweep that can be cut in the middle, and for pages that are split and joined. */
const MESSAGES = 250;
const PATIENCE_MS = 90_000;
const masterKey = randomBytes(32).toString('base64');

describe('the last byte of many messages', () => {
  let folder: string;
  let original: string;
  let keys: ReadonlyMap<string, Needles>;

  const env = (dataDir: string) => ({ DATA_DIR: dataDir, MASTER_KEY: masterKey });
  const later = (dataDir: string, roles: string) => ({
    ...env(dataDir),
    ROLES: roles,
    CLOCK_OFFSET: 'P3M2D',
  });

  async function keysOf(dataDir: string): Promise<ReadonlyMap<string, Needles>> {
    const databases = openEmbeddedDatabases(dataDir);
    try {
      return await storedKeys(databases);
    } finally {
      await databases.close();
    }
  }

  async function copyOf(name: string): Promise<string> {
    const dataDir = join(folder, name);
    await cp(original, dataDir, { recursive: true });
    return dataDir;
  }

  const traces = async (dataDir: string) => [
    ...(await found(textsOfMail, filesOf(dataDir))),
    ...(await found(together(keys.values()), filesOf(dataDir))),
  ];

  async function untilNoTrace(dataDir: string): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    let left = await traces(dataDir);
    while (left.length > 0 && Date.now() < until) {
      await pause(500);
      left = await traces(dataDir);
    }
    expect(left.slice(0, 20)).toEqual([]);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medimail-traces-'));
    original = join(folder, 'original');
    const service = await ServiceProcess.start(env(original));
    const [antoine, claire] = await Promise.all(
      ['antoine.mennebeuf', 'claire.pradel'].map((name) =>
        MailClient.loggedIn(service.url, `${name}@medimail.test`),
      ),
    );
    if (antoine === undefined || claire === undefined) throw new Error('nobody is logged in');
    await writeExpiringMail(antoine, claire);
    for (let sent = 0; sent < MESSAGES; sent++) {
      const subject = `${heldInClear[sent % heldInClear.length] ?? ''} ${sent}`;
      const { id } = await antoine.send({ to: ['claire.pradel@medimail.test'], subject });
      if (sent % 3 === 0) {
        await claire.seeing(antoine).call(`/messages/${id}/move`, { json: { folder: 'deleted' } });
      }
    }
    await claire.seeing(antoine).list('limit=1');
    await service.stop();
    expect(await found(textsOfMail, [['its log', Buffer.from(service.output)]])).toEqual([]);
    keys = await keysOf(original);
    expect(keys.size).toBeGreaterThan(MESSAGES);
  }, 180_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('stands where it is read as long as it is kept', async () => {
    for (const held of heldInClear) {
      expect(await found(needlesOf(held), filesOf(original)), held).not.toEqual([]);
    }
    expect(await found(together(keys.values()), filesOf(original))).not.toEqual([]);
  });

  it('is nowhere after the sweeper alone (R1, R3)', async () => {
    const dataDir = await copyOf('alone');
    const sweeper = await ServiceProcess.start(later(dataDir, 'projections,sweeper'));
    try {
      await untilNoTrace(dataDir);
    } finally {
      await sweeper.kill();
    }
    await untilNoTrace(dataDir);
    expect((await keysOf(dataDir)).size).toBe(0);
  });

  it('is nowhere after sweeps that were killed in the middle, once one comes to its end (R1)', async () => {
    const dataDir = await copyOf('killed');
    const left: number[] = [keys.size];
    // The sweep begins a moment after the start: each run gets a little further.
    for (let run = 0; run < 20 && left.filter(isMiddle).length < 2; run++) {
      const sweeper = await ServiceProcess.start(later(dataDir, 'projections,sweeper'));
      await pause(run * 30);
      await sweeper.kill();
      left.push((await keysOf(dataDir)).size);
    }
    expect(left.filter(isMiddle).length, left.join(' ')).toBeGreaterThan(0);
    const sweeper = await ServiceProcess.start(later(dataDir, 'api,projections,sweeper'));
    try {
      await untilNoTrace(dataDir);
    } finally {
      await sweeper.kill();
    }
  });

  const isMiddle = (count: number): boolean => count > 0 && count < keys.size;
});
