import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadConfig } from '../config/load-config.js';
import { holdDataDir } from '../embedded/data-dir-lock.js';
import { SystemRandomness } from '../randomness/randomness.js';
import { SystemClock } from '../time/clock.js';
import { openEngines } from './engines.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medimail-engines-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('lets go of the folder though an engine fails at its end, and closes the others', async () => {
  const config = loadConfig({ DATA_DIR: folder });
  const engines = await openEngines(config, new SystemClock(), new SystemRandomness());
  const close = engines.events.close.bind(engines.events);
  vi.spyOn(engines.events, 'close').mockImplementation(async () => {
    await close();
    throw new Error('the disk is full');
  });
  const documents = vi.spyOn(engines.databases, 'close');
  await expect(engines.close()).rejects.toMatchObject({ errors: [new Error('the disk is full')] });
  expect(documents).toHaveBeenCalledOnce();
  const lock = await holdDataDir(folder, 0);
  lock.release();
});
