import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderBlobs } from '../../src/platform/content/folder/folder-blobs.js';
import { patterned, piecesOf } from '../harness/byte-sources.js';
import { openTestDatabases } from '../harness/test-databases.js';
import { blobsContract } from './blobs.contract.js';
import { contentIntegrityContract } from './content-integrity.contract.js';
import { contentContract } from './content.contract.js';

const at = new Date('2026-11-23T10:00:00.000Z');

async function open() {
  const databases = await openTestDatabases();
  const blobs = await FolderBlobs.open(join(databases.folder, 'blobs'));
  return { databases, blobs, close: () => databases.close() };
}

describe('blobs in a folder', () => {
  blobsContract(open);

  it('are files that only their owner reads', async () => {
    const { databases, blobs, close } = await open();
    await blobs.write('abcdef', piecesOf(patterned(10), 10), at);
    const file = join(databases.folder, 'blobs', 'ab', 'abcdef');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await close();
  });

  it('lose what a crash cut off at the next start', async () => {
    const { databases, close } = await open();
    const root = join(databases.folder, 'blobs');
    await mkdir(join(root, 'tmp'), { recursive: true });
    await writeFile(join(root, 'tmp', 'half'), 'half');
    await FolderBlobs.open(root);
    expect(await readdir(join(root, 'tmp'))).toEqual([]);
    await close();
  });

  it.each(['../secret', 'a/b', '', '.'])('refuse the id %j', async (id) => {
    const { blobs, close } = await open();
    await expect(blobs.write(id, piecesOf(patterned(1), 1), at)).rejects.toThrow(RangeError);
    await close();
  });
});

describe('contents in a folder', () => {
  contentContract(open);
  contentIntegrityContract(open);
});
