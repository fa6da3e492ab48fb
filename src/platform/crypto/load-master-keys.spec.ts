import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMasterKeys, MasterKeyMissing, masterKeyFiles } from './load-master-keys.js';
import { MasterKey, MasterKeyUnknown, MasterKeys } from './master-key.js';

const first = Buffer.alloc(32, 1).toString('base64');
const second = Buffer.alloc(32, 2).toString('base64');

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'medimail-master-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

describe('loadMasterKeys', () => {
  it('takes MASTER_KEY and makes no file', async () => {
    const keys = await loadMasterKeys({ masterKey: first, dataDir, production: true });
    expect(keys.current.under).toBe(MasterKey.fromBase64(first).under);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('wraps with MASTER_KEY_NEXT and opens with both while a rotation lasts', async () => {
    const before = await loadMasterKeys({ masterKey: first, production: true });
    const during = await loadMasterKeys({ masterKey: first, masterKeyNext: second, production: true });
    const old = before.current.wrap('mailbox:1', Buffer.from('secret'));
    expect(during.unwrap('mailbox:1', old).toString()).toBe('secret');
    expect(during.current.under).toBe(MasterKey.fromBase64(second).under);
  });

  it('refuses to start in production without MASTER_KEY', async () => {
    await expect(loadMasterKeys({ dataDir, production: true })).rejects.toThrow(MasterKeyMissing);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it.each(['short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')])(
    'refuses %s',
    async (masterKey) => {
      await expect(loadMasterKeys({ masterKey, production: true })).rejects.toThrow(
        /MASTER_KEY must hold 32/,
      );
    },
  );

  it('makes a file that only its owner reads, once, even when many processes start at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 8 }, () => loadMasterKeys({ dataDir, production: false })),
    );
    expect(new Set(all.map((keys) => keys.current.under)).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['master.key']);
    expect((await stat(masterKeyFiles(dataDir).current)).mode & 0o777).toBe(0o600);
  });

  it('wraps with the key of master.key.next where a rotation was begun', async () => {
    const before = await loadMasterKeys({ dataDir, production: false });
    await writeFile(masterKeyFiles(dataDir).next, second);
    const during = await loadMasterKeys({ dataDir, production: false });
    expect(during.current.under).toBe(MasterKey.fromBase64(second).under);
    expect(during.names).toContain(before.current.under);
  });
});

describe('MasterKeys', () => {
  it('names the master key that is missing', () => {
    const wrapped = MasterKey.fromBase64(first).wrap('a', Buffer.from('x'));
    const other = new MasterKeys(MasterKey.fromBase64(second));
    expect(() => other.unwrap('a', wrapped)).toThrow(MasterKeyUnknown);
  });

  it('opens a wrap under its own name alone', () => {
    const keys = new MasterKeys(MasterKey.fromBase64(first));
    expect(() => keys.unwrap('b', keys.current.wrap('a', Buffer.from('x')))).toThrow();
  });

  it('adopt another key at once, and answer when what was wrapped before is written', async () => {
    const keys = new MasterKeys(MasterKey.fromBase64(first));
    const seen: string[] = [];
    let finish = (): void => undefined;
    const writing = keys.wrap('a', Buffer.from('x'), async ({ under }) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      seen.push(under);
    });
    const adopted = keys.adopt(MasterKey.fromBase64(second)).then(() => seen.push('adopted'));
    await keys.wrap('b', Buffer.from('x'), async ({ under }) => seen.push(under));
    finish();
    await Promise.all([writing, adopted]);
    expect(seen).toEqual([MasterKey.fromBase64(second).under, MasterKey.fromBase64(first).under, 'adopted']);
  });
});
