import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirInUse, holdDataDir } from './data-dir-lock.js';

describe('holdDataDir', () => {
  let parent: string;
  let folder: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'medimail-lock-'));
    folder = join(parent, 'var');
  });
  afterEach(() => {
    rmSync(parent, { recursive: true });
  });

  it('makes the folder', async () => {
    const lock = await holdDataDir(folder);
    expect(existsSync(folder)).toBe(true);
    lock.release();
  });

  it('refuses a second holder with a sentence that names the folder', async () => {
    const lock = await holdDataDir(folder);
    const second = holdDataDir(folder, 0);
    await expect(second).rejects.toBeInstanceOf(DataDirInUse);
    await expect(second).rejects.toThrow(`another process is using the data folder ${folder}`);
    lock.release();
  });

  it('still holds after a refusal', async () => {
    const lock = await holdDataDir(folder);
    await expect(holdDataDir(folder, 0)).rejects.toBeInstanceOf(DataDirInUse);
    await expect(holdDataDir(folder, 0)).rejects.toBeInstanceOf(DataDirInUse);
    lock.release();
  });

  it('waits for the holder before', async () => {
    const lock = await holdDataDir(folder);
    const second = holdDataDir(folder);
    setTimeout(() => {
      lock.release();
    }, 250);
    (await second).release();
  });

  it('is free again after its release, and releasing twice harms nobody', async () => {
    const first = await holdDataDir(folder);
    first.release();
    const second = await holdDataDir(folder, 0);
    first.release();
    await expect(holdDataDir(folder, 0)).rejects.toBeInstanceOf(DataDirInUse);
    second.release();
  });

  it('keeps two folders apart', async () => {
    const locks = [await holdDataDir(folder, 0), await holdDataDir(`${folder}2`, 0)];
    for (const lock of locks) lock.release();
  });
});
