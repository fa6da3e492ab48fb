import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Databases } from '../../src/platform/documents/documents.js';
import { openEmbeddedDatabases } from '../../src/platform/documents/embedded/embedded-databases.js';

/** The embedded databases in a folder of their own, which goes when they are closed. */
export async function openTestDatabases(): Promise<Databases & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'medimail-databases-'));
  const databases = openEmbeddedDatabases(folder);
  return {
    folder,
    database: (name) => databases.database(name),
    async close() {
      await databases.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
