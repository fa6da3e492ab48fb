import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keysRotate } from '../../src/cli/keys-rotate.js';
import {
  loadMasterKeys,
  masterKeyFiles,
  MasterKeyMissing,
  readOrMakeMasterKeyFile,
} from '../../src/platform/crypto/load-master-keys.js';
import { MasterKey, MasterKeys } from '../../src/platform/crypto/master-key.js';
import { rotateMasterKey, unknownMasterKey } from '../../src/platform/crypto/rotate-master-key.js';
import { openEmbeddedDatabases } from '../../src/platform/documents/embedded/embedded-databases.js';
import { exitOf, linesOf, spawnTypeScript } from '../harness/child-process.js';
import { interruptedDatabases } from '../harness/interrupted-databases.js';
import { makeSecrets, secretsSeen } from '../harness/master-key-secrets.js';

const from = new MasterKey(Buffer.alloc(32, 1));
const to = new MasterKey(Buffer.alloc(32, 2));
/** Three of mailboxes and people, the index key, three of days, the sealing key. */
const SECRETS = 8;

let folder: string;
let databases: ReturnType<typeof openEmbeddedDatabases>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medimail-rotation-'));
  databases = openEmbeddedDatabases(folder);
});
afterEach(async () => {
  await databases.close();
  await rm(folder, { recursive: true, force: true });
});

describe('rotateMasterKey', () => {
  it('wraps every secret anew and changes none', async () => {
    const before = await makeSecrets(databases, from);
    expect(await rotateMasterKey({ databases, from, to })).toBe(SECRETS);
    expect(await secretsSeen(databases, [to])).toBe(before);
    await expect(secretsSeen(databases, [from])).rejects.toThrow('none of the master keys');
    expect(await rotateMasterKey({ databases, from, to })).toBe(0);
  });

  it.each(Array.from({ length: SECRETS }, (_, writes) => writes))(
    'cut off after %i writes, every secret opens with one of the two keys, and a second run ends it',
    async (writes) => {
      const before = await makeSecrets(databases, from);
      let left = writes;
      const cut = interruptedDatabases(databases, async () => {
        if (left-- === 0) throw new Error('cut off');
      });
      await expect(rotateMasterKey({ databases: cut, from, to })).rejects.toThrow('cut off');
      expect(await secretsSeen(databases, [from, to])).toBe(before);
      expect(await unknownMasterKey(databases, [to.under])).toBe(from.under);
      expect(await rotateMasterKey({ databases, from, to })).toBe(SECRETS - writes);
      expect(await secretsSeen(databases, [to])).toBe(before);
      expect(await unknownMasterKey(databases, [to.under])).toBeUndefined();
    },
  );
});

describe('medimail keys rotate', () => {
  it('with keys from the environment needs the next one, and says what is left to do', async () => {
    const before = await makeSecrets(databases, from);
    const masterKey = Buffer.alloc(32, 1).toString('base64');
    const masterKeyNext = Buffer.alloc(32, 2).toString('base64');
    const options = { databases, dataDir: folder, production: true };
    await expect(keysRotate({ ...options, masterKey })).rejects.toThrow(MasterKeyMissing);
    await expect(keysRotate(options)).rejects.toThrow(MasterKeyMissing);
    const rotated = await keysRotate({ ...options, masterKey, masterKeyNext });
    expect(rotated.rewrapped).toBe(SECRETS);
    expect(rotated.next).toMatch(/MASTER_KEY/);
    expect(await secretsSeen(databases, [to])).toBe(before);
  });

  it('in a running service makes it wrap with the new key from then on', async () => {
    const options = { databases, dataDir: folder, production: false };
    const running = await loadMasterKeys(options);
    const old = running.current;
    await makeSecrets(databases, old);
    // As of somebody who was killed while a key was drawn.
    const { current, next } = masterKeyFiles(folder);
    const drafts = [current, next].map((path) => `${path}.0123456789abcdef.tmp`);
    await Promise.all(drafts.map((path) => writeFile(path, 'x')));
    await keysRotate({ ...options, running });
    expect(drafts.filter((path) => existsSync(path))).toEqual([]);
    expect(running.current.under).not.toBe(old.under);
    const restarted = await loadMasterKeys(options);
    expect(restarted.names).toEqual([running.current.under]);
  });

  it('killed again and again, always opens with the keys on disk, and ends with the new one alone', async () => {
    const old = await readOrMakeMasterKeyFile(masterKeyFiles(folder).current);
    const before = await makeSecrets(databases, old);
    for (const stopAt of ['1', '2', '3']) {
      await databases.close();
      const child = await spawnTypeScript('test/faults/rotate-master-key.child.ts', [folder, stopAt]);
      for await (const line of linesOf(child)) {
        expect(line).toBe('waiting');
        child.kill('SIGKILL');
      }
      expect((await exitOf(child)).signal).toBe('SIGKILL');
      databases = openEmbeddedDatabases(folder);
      const { current, names } = await loadMasterKeys({ dataDir: folder, production: false });
      expect(names).toEqual([current.under, old.under]);
      const next = await readOrMakeMasterKeyFile(masterKeyFiles(folder).next);
      expect(await secretsSeen(databases, [next, old])).toBe(before);
    }
    await databases.close();
    const child = await spawnTypeScript('test/faults/rotate-master-key.child.ts', [folder]);
    let last = '';
    for await (const line of linesOf(child)) last = line;
    // The three runs carried out none, one and two writes before the one they were killed at.
    expect(last).toBe(`done ${SECRETS - 3}`);
    databases = openEmbeddedDatabases(folder);
    expect(existsSync(masterKeyFiles(folder).next)).toBe(false);
    const now = await readOrMakeMasterKeyFile(masterKeyFiles(folder).current);
    expect(now.under).not.toBe(old.under);
    expect(await secretsSeen(databases, [now])).toBe(before);
    expect(new MasterKeys(now).names).toEqual([now.under]);
  });
});
