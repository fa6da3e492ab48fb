import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ManualClock } from '../time/clock.js';
import { FolderMailOut } from './folder-mail-out.js';
import { deleteOldMails } from './old-mails.js';

it('deletes mails that are old on the clock of the service, and no other file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'medimail-old-mails-'));
  const clock = new ManualClock('2030-01-01T10:00:00.000Z');
  const out = new FolderMailOut(folder, 'a@medimail.test', clock);
  const mail = { to: 'a@exemple.fr', subject: 'Objet', text: 'Texte' };
  await out.send({ ...mail, id: 'old' });
  clock.advance(1_000);
  await out.send({ ...mail, id: 'new' });
  for (const name of ['cut-short.eml.new', 'other.txt']) {
    await writeFile(join(folder, name), '');
    await utimes(join(folder, name), 0, 0);
  }
  expect(await deleteOldMails(folder, clock.now())).toBe(2);
  expect((await readdir(folder)).sort()).toEqual(['new.eml', 'other.txt']);
  expect(await deleteOldMails(join(folder, 'none'), clock.now())).toBe(0);
  await rm(folder, { recursive: true });
});
