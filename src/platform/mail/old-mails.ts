import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Of the folder of mails in a `DATA_DIR`. */
export const mailFolderOf = (dataDir: string): string => join(dataDir, 'mail-out');

/**
 * Deletes the mails of a folder, whole or cut short, that were taken before.
 *
 * @returns how many
 */
export async function deleteOldMails(folder: string, before: Date): Promise<number> {
  let deleted = 0;
  for (const name of await namesIn(folder)) {
    const file = join(folder, name);
    try {
      if ((await stat(file)).mtime >= before) continue;
      await unlink(file);
      deleted += 1;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return deleted;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /\.eml(?:\.new)?$/.test(name));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
