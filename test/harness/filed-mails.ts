import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The mails that the demonstration keeps as files, as raw MIME. One that ends meanwhile is not among them. */
export async function filedMails(dataDir: string): Promise<readonly string[]> {
  const folder = join(dataDir, 'mail-out');
  const names = await readdir(folder).catch(ifGone);
  const raws = names
    ?.filter((name) => name.endsWith('.eml'))
    .map((name) => readFile(join(folder, name), 'utf8').catch(ifGone));
  return (await Promise.all(raws ?? [])).filter((raw) => raw !== undefined);
}

function ifGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
