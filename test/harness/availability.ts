import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';

/** `MEDIMAIL_TEST_ALL=1` (continuous integration): what is missing on the machine fails instead of being skipped. */
const everything = process.env['MEDIMAIL_TEST_ALL'] === '1';

function answers(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/** Why no MongoDB can be had here, or null where one can: another server's URL, or Java for the test server. */
export function mongoDbMissing(): string | null {
  if (process.env['MONGODB_URL'] !== undefined) return null;
  const missing = [answers('java', '-version') ? '' : 'java', answers('mvn', '-version') ? '' : 'mvn'];
  const named = missing.filter((name) => name !== '').join(' and ');
  return named === '' ? null : `needs ${named} on the PATH, or MONGODB_URL`;
}

/** Why no Python can be had here, or null where one can: its `email` package reads what we write. */
export function pythonMissing(): string | null {
  return answers('python3', '--version') ? null : 'needs python3 on the PATH';
}

/** Why no small disk can be had here, or null where one can: it is mounted by the test, as root. */
export function tmpfsMissing(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-mount-'));
  try {
    if (!answers('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)) return 'needs to mount a tmpfs';
    return answers('umount', folder) ? null : 'needs to unmount a tmpfs';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A suite that needs something of the machine. Where that is missing its tests are counted as skipped, under a
 * name that says why; with `MEDIMAIL_TEST_ALL=1` they fail.
 *
 * @param missing why it cannot run, or null
 */
export function describeWhere(missing: string | null, name: string, suite: () => void): void {
  if (missing !== null && everything) throw new Error(`${name} ${missing}`);
  describe.skipIf(missing !== null)(missing === null ? name : `${name} (skipped: ${missing})`, suite);
}
