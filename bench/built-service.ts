import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

let built: Promise<void> | undefined;

/** Makes `dist/src/main.js`, as it is shipped; once a benchmark. */
export function buildService(): Promise<void> {
  return (built ??= buildNow());
}

async function buildNow(): Promise<void> {
  const child = spawn(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], {
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('the build failed');
}

/** In the data folder: where the service says that its management port is. */
const MANAGEMENT_URL = 'management-url';

/** A process that starts must not be taken for the one before it in the same folder. */
export function forgetManagementUrl(folder: string): void {
  rmSync(join(folder, MANAGEMENT_URL), { force: true });
}

/** Waits until the process says it. */
export async function managementUrl(folder: string, child: ChildProcess): Promise<string> {
  for (;;) {
    try {
      return readFileSync(join(folder, MANAGEMENT_URL), 'utf8');
    } catch {
      if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
      await pause(5);
    }
  }
}
