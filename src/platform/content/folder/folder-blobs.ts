import { randomBytes } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readdir, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, syncFolder } from '../../files/durable-files.js';
import { type BlobStore } from '../content-store.js';
import { ContentExists, ContentMissing, ContentStoreFull } from '../content.errors.js';

const READ_BYTES = 256 * 1024;

/**
 * Blobs as files of a folder that one process at a time holds: `<root>/<first two characters>/<id>`, mode 0600. A
 * file gets its name when it is whole and durable; what a crash cut off lies in `<root>/tmp` and goes at the next
 * start.
 */
export class FolderBlobs implements BlobStore {
  private readonly folders = new Set<string>();

  private constructor(private readonly root: string) {}

  static async open(root: string): Promise<FolderBlobs> {
    await rm(join(root, 'tmp'), { recursive: true, force: true });
    await mkdir(join(root, 'tmp'), { recursive: true, mode: 0o700 });
    return new FolderBlobs(root);
  }

  async write(id: string, source: AsyncIterable<Uint8Array>, writtenAt: Date): Promise<void> {
    const draft = join(this.root, 'tmp', randomBytes(16).toString('hex'));
    try {
      const path = await this.pathFor(id);
      await writeDurably(draft, source, writtenAt);
      // A link, unlike a rename, never replaces what is there.
      await link(draft, path).catch((error: unknown) => {
        throw hasCode(error, 'EEXIST') ? new ContentExists(id) : error;
      });
      await syncFolder(join(path, '..'));
    } catch (error) {
      throw isFull(error) ? new ContentStoreFull({ cause: error }) : error;
    } finally {
      await rm(draft, { force: true });
    }
  }

  async *read(id: string, start: number, length: number): AsyncGenerator<Buffer, void, undefined> {
    const file = await openToRead(this.pathOf(id), id);
    try {
      let position = start;
      const end = start + length;
      while (position < end) {
        const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, end - position));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
        position += bytesRead;
      }
    } finally {
      await file.close();
    }
  }

  async delete(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await unlink(this.pathOf(id)).catch((error: unknown) => {
        if (!hasCode(error, 'ENOENT')) throw error;
      });
    }
  }

  async *list(): AsyncGenerator<{ readonly id: string; readonly writtenAt: Date }, void, undefined> {
    for (const folder of await readdir(this.root)) {
      if (folder === 'tmp') continue;
      for (const id of await readdir(join(this.root, folder))) {
        const found = await stat(join(this.root, folder, id)).catch((error: unknown) => {
          if (!hasCode(error, 'ENOENT')) throw error;
        });
        if (found !== undefined) yield { id, writtenAt: found.mtime };
      }
    }
  }

  private async pathFor(id: string): Promise<string> {
    const path = this.pathOf(id);
    const folder = join(path, '..');
    if (!this.folders.has(folder)) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await syncFolder(this.root);
      this.folders.add(folder);
    }
    return path;
  }

  private pathOf(id: string): string {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(id)) throw new RangeError('not the id of a content');
    return join(this.root, id.slice(0, 2), id);
  }
}

async function writeDurably(path: string, source: AsyncIterable<Uint8Array>, writtenAt: Date): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await writeFile(file, source);
    // The service's clock, which the demonstration may shift, and not the machine's.
    await file.utimes(writtenAt, writtenAt);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function openToRead(path: string, id: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw hasCode(error, 'ENOENT') ? new ContentMissing(id) : error;
  }
}

/** The disk, or what this user may have of it. */
const isFull = (error: unknown): boolean => hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT');
