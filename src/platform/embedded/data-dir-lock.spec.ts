import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirInUse, DataDirUnusable, holdDataDir, LOCK_FILE } from './data-dir-lock.js';

describe('the lock of DATA_DIR', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'medimail-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is held by one, again after a refusal, until it is released', async () => {
    const lock = await holdDataDir(folder);
    await expect(holdDataDir(folder, 0)).rejects.toBeInstanceOf(DataDirInUse);
    await expect(holdDataDir(folder, 0)).rejects.toBeInstanceOf(DataDirInUse);
    lock.release();
    (await holdDataDir(folder)).release();
  });

  it('lies in a file that its owner alone can read', async () => {
    const lock = await holdDataDir(folder);
    expect(statSync(join(folder, LOCK_FILE)).mode & 0o777).toBe(0o600);
    lock.release();
  });

  it('says so where the folder is none', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const refused = holdDataDir(file, 0);
    await expect(refused).rejects.toBeInstanceOf(DataDirUnusable);
    await expect(refused).rejects.toThrow(/^DATA_DIR .* is no folder that this process can write in$/);
  });
});
