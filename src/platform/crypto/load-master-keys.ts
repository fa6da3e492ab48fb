import { link, mkdir, open, readdir, readFile, rm, unlink } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { hasCode, syncFolder } from '../files/durable-files.js';
import { KEY_BYTES } from './aead.js';
import { MasterKey, MasterKeys } from './master-key.js';

export interface MasterKeySource {
  /** `MASTER_KEY`: 32 bytes, or their base64. */
  readonly masterKey?: Buffer | string | null | undefined;
  /** `MASTER_KEY_NEXT`: set while the master key is rotated; wraps, where `masterKey` then only opens. */
  readonly masterKeyNext?: Buffer | string | null | undefined;
  /** Where the demonstration keeps a master key of its own. */
  readonly dataDir?: string | undefined;
  readonly production: boolean;
}

/** No usable master key was given: the message says what to set. */
export class MasterKeyMissing extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'MasterKeyMissing';
  }
}

/** As {@link readOrMakeMasterKeyFile} names it. */
const DRAFT = /^master\.key(\.next)?\.[0-9a-f]{16}\.tmp$/;

/** The demonstration's own master key, and the next one while it is rotated. */
export function masterKeyFiles(dataDir: string): { readonly current: string; readonly next: string } {
  return { current: join(dataDir, 'master.key'), next: join(dataDir, 'master.key.next') };
}

/**
 * The master keys from the environment; outside production, without one there, from a file of `dataDir` that is
 * made at the first start (mode 0600).
 *
 * @throws MasterKeyMissing
 */
export async function loadMasterKeys(source: MasterKeySource): Promise<MasterKeys> {
  const current = given('MASTER_KEY', source.masterKey);
  const next = given('MASTER_KEY_NEXT', source.masterKeyNext);
  if (current !== undefined)
    return next === undefined ? new MasterKeys(current) : new MasterKeys(next, current);
  if (source.production) {
    throw new MasterKeyMissing(
      'production needs MASTER_KEY: 32 random bytes in base64 (openssl rand -base64 32)',
    );
  }
  if (source.dataDir === undefined) throw new MasterKeyMissing('without MASTER_KEY there must be a DATA_DIR');
  return await fromFiles(source.dataDir);
}

function given(origin: string, value: Buffer | string | null | undefined): MasterKey | undefined {
  if (value === null || value === undefined || value.length === 0) return undefined;
  return parse(origin, typeof value === 'string' ? value : value.toString('base64'));
}

async function fromFiles(dataDir: string): Promise<MasterKeys> {
  const files = masterKeyFiles(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const current = await readOrMakeMasterKeyFile(files.current);
  const next = await readMasterKeyFile(files.next);
  return next === undefined ? new MasterKeys(current) : new MasterKeys(next, current);
}

/**
 * The key of the file; where there is none, one is drawn, and the file is durable and whole before this answers.
 * Of two processes that make it at once, both get the same.
 *
 * @throws MasterKeyMissing the file holds something else
 */
export async function readOrMakeMasterKeyFile(path: string): Promise<MasterKey> {
  const present = await readMasterKeyFile(path);
  if (present !== undefined) return present;
  const draft = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  await writeDurably(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
  // A link, unlike a rename, never replaces: the first process to come has made the key.
  await link(draft, path).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
  await unlink(draft);
  await syncFolder(join(path, '..'));
  return parse(path, await readFile(path, 'utf8'));
}

/** What somebody who was killed while a key was drawn has left of it: it may be a key that was in use since. */
export async function removeMasterKeyDrafts(dataDir: string): Promise<void> {
  const drafts = (await readdir(dataDir)).filter((name) => DRAFT.test(name));
  for (const draft of drafts) await rm(join(dataDir, draft), { force: true });
}

async function readMasterKeyFile(path: string): Promise<MasterKey | undefined> {
  try {
    return parse(path, await readFile(path, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function parse(origin: string, text: string): MasterKey {
  try {
    return MasterKey.fromBase64(text);
  } catch (error) {
    throw new MasterKeyMissing(`${origin} must hold 32 bytes in base64`, { cause: error });
  }
}
