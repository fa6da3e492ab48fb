import { createHash, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the command line needs to speak to the running service: only this machine's user can read it. */
export interface ManagementAccess {
  readonly url: string;
  readonly token: string;
}

/** Holds the token alone. */
const TOKEN_FILE = 'management-token';
/** Holds the address: the port may have been the system's choice. */
const URL_FILE = 'management-url';

/** Writes where the management port answers, and its token; both mode 0600, each in one step. */
export async function writeManagementAccess(dataDir: string, access: ManagementAccess): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  for (const [name, content] of [
    [URL_FILE, access.url],
    [TOKEN_FILE, access.token],
  ] as const) {
    const fresh = join(dataDir, `${name}.${process.pid}`);
    await writeFile(fresh, content, { mode: 0o600 });
    await rename(fresh, join(dataDir, name));
  }
}

/** Undefined where no service has run on this folder. */
export async function readManagementAccess(dataDir: string): Promise<ManagementAccess | undefined> {
  try {
    const [url, token] = await Promise.all(
      [URL_FILE, TOKEN_FILE].map((name) => readFile(join(dataDir, name), 'utf8')),
    );
    return url === undefined || token === undefined ? undefined : { url, token };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Compares in constant time, whatever the lengths. */
export function isToken(expected: string, given: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
