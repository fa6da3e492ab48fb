import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderMailOut } from '../../src/platform/mail/folder-mail-out.js';
import { MailUnavailable } from '../../src/platform/mail/mail.errors.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import { FROM, mailOutContract } from './mail-out.contract.js';

const clock = new ManualClock('2026-11-23T10:00:00Z');
const mail = { id: 'm', to: 'claire@example.fr', subject: 'Sujet', text: 'Texte' };

describe('mail out into a folder', () => {
  mailOutContract(async (time) => {
    const root = await mkdtemp(join(tmpdir(), 'medimail-mail-'));
    const folder = join(root, 'mail-out');
    await mkdir(folder);
    return {
      out: new FolderMailOut(folder, FROM, time),
      taken: async () =>
        Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'))),
      close: () => rm(root, { recursive: true, force: true }),
    };
  });

  it('is readable by its owner alone', async () => {
    const root = await mkdtemp(join(tmpdir(), 'medimail-mail-'));
    await new FolderMailOut(join(root, 'new'), FROM, clock).send(mail);
    expect((await stat(join(root, 'new', 'm.eml'))).mode & 0o777).toBe(0o600);
    await rm(root, { recursive: true });
  });

  it('may be tried again where the folder cannot be written', async () => {
    const root = await mkdtemp(join(tmpdir(), 'medimail-mail-'));
    await writeFile(join(root, 'file'), '');
    await expect(new FolderMailOut(join(root, 'file'), FROM, clock).send(mail)).rejects.toThrow(
      MailUnavailable,
    );
    await rm(root, { recursive: true });
  });
});
