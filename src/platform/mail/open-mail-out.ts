import { type Config } from '../config/config.js';
import { type Clock } from '../time/clock.js';
import { FolderMailOut } from './folder-mail-out.js';
import { type MailOut } from './mail-out.js';
import { mailFolderOf } from './old-mails.js';

/** SMTP where `SMTP_URL` is given, else the folder `mail-out` of `DATA_DIR`. */
export async function openMailOut(config: Config, clock: Clock): Promise<MailOut> {
  const { smtpUrl, mailFrom, dataDir } = config;
  if (smtpUrl === null) return new FolderMailOut(mailFolderOf(dataDir), mailFrom, clock);
  const { SmtpMailOut } = await import('./smtp-mail-out.js');
  return new SmtpMailOut({ url: smtpUrl, from: mailFrom, clock });
}
