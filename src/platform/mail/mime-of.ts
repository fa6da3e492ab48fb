import MailComposer from 'nodemailer/lib/mail-composer';
import { type Mail } from './mail-out.js';
import { MailRefused } from './mail.errors.js';

const ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,255}$/;
const ID = /^[A-Za-z0-9_-]{1,80}$/;

/** The mail as it goes on the wire (RFC 5322). @throws MailRefused the address or the id cannot be used */
export async function mimeOf(mail: Mail, from: string, date: Date): Promise<Buffer> {
  // One address and nothing else: `a@b, c@d` or a line break would be further recipients or headers.
  if (!ADDRESS.test(mail.to) || !ID.test(mail.id)) throw new MailRefused();
  const composer = new MailComposer({
    from: { name: 'Medimail', address: from },
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    messageId: `<${mail.id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    date,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
