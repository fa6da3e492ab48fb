import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../files/durable-files.js';
import { type Clock } from '../time/clock.js';
import { type Mail, type MailOut } from './mail-out.js';
import { MailUnavailable } from './mail.errors.js';
import { mimeOf } from './mime-of.js';

/** Mails as files `<id>.eml` of a folder, whole and durable; the same id again replaces the file. */
export class FolderMailOut implements MailOut {
  constructor(
    private readonly folder: string,
    private readonly from: string,
    private readonly clock: Clock,
  ) {}

  async send(mail: Mail): Promise<void> {
    const now = this.clock.now();
    const bytes = await mimeOf(mail, this.from, now);
    try {
      await this.write(`${mail.id}.eml`, bytes, now);
    } catch (error) {
      throw new MailUnavailable({ cause: error });
    }
  }

  private async write(name: string, bytes: Buffer, at: Date): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, name);
    const part = await open(`${file}.new`, 'w', 0o600);
    try {
      await part.writeFile(bytes);
      // As old as the mail, on a clock that is shifted too.
      await part.utimes(at, at);
      await part.sync();
    } finally {
      await part.close();
    }
    await rename(`${file}.new`, file);
    await syncFolder(this.folder);
  }
}
