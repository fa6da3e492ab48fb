import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  loadMasterKeys,
  masterKeyFiles,
  MasterKeyMissing,
  readOrMakeMasterKeyFile,
  removeMasterKeyDrafts,
} from '../platform/crypto/load-master-keys.js';
import { type MasterKey, type MasterKeys } from '../platform/crypto/master-key.js';
import { rotateMasterKey } from '../platform/crypto/rotate-master-key.js';
import { type Databases } from '../platform/documents/documents.js';
import { syncFolder } from '../platform/files/durable-files.js';

export interface KeysRotateOptions {
  readonly databases: Databases;
  /** `MASTER_KEY` and `MASTER_KEY_NEXT`; without them the key is the file of `dataDir`. */
  readonly masterKey?: Buffer | string | null | undefined;
  readonly masterKeyNext?: Buffer | string | null | undefined;
  readonly dataDir: string;
  readonly production: boolean;
  /** The master keys of the service that runs in this process, which wraps with the new one from now on. */
  readonly running?: MasterKeys;
}

export interface KeysRotated {
  /** Secrets wrapped anew by this run. */
  readonly rewrapped: number;
  /** What is left to do, in a sentence; empty where nothing is. */
  readonly next: string;
}

/**
 * `medimail keys rotate`: wraps every secret under the next master key. With keys from the environment the
 * processes must have been started with `MASTER_KEY_NEXT` before; with the demonstration's file a new one is drawn,
 * and takes the old one's place at the end. Run again after an interruption, it goes on.
 *
 * @throws MasterKeyMissing, DocumentsUnavailable
 */
export async function keysRotate(options: KeysRotateOptions): Promise<KeysRotated> {
  return hasValue(options.masterKey) ? await rotateGiven(options) : await rotateFile(options);
}

async function rotateGiven(options: KeysRotateOptions): Promise<KeysRotated> {
  if (!hasValue(options.masterKeyNext)) {
    throw new MasterKeyMissing(
      'set MASTER_KEY_NEXT to the new master key, and start every process with both',
    );
  }
  const from = await loadMasterKeys({ ...options, masterKeyNext: null });
  const to = await loadMasterKeys({ ...options, masterKey: options.masterKeyNext, masterKeyNext: null });
  const rewrapped = await rotate(options, from.current, to.current);
  return { rewrapped, next: 'Start every process with the new key as MASTER_KEY, without MASTER_KEY_NEXT.' };
}

async function rotateFile(options: KeysRotateOptions): Promise<KeysRotated> {
  if (options.production) throw new MasterKeyMissing('production needs MASTER_KEY and MASTER_KEY_NEXT');
  const files = masterKeyFiles(options.dataDir);
  const from = await readOrMakeMasterKeyFile(files.current);
  const to = await readOrMakeMasterKeyFile(files.next);
  const rewrapped = await rotate(options, from, to);
  await rename(files.next, files.current);
  await removeMasterKeyDrafts(options.dataDir);
  await syncFolder(dirname(files.current));
  return { rewrapped, next: '' };
}

async function rotate(options: KeysRotateOptions, from: MasterKey, to: MasterKey): Promise<number> {
  await options.running?.adopt(to);
  return await rotateMasterKey({ databases: options.databases, from, to });
}

function hasValue(key: Buffer | string | null | undefined): boolean {
  return key !== null && key !== undefined && key.length > 0;
}
