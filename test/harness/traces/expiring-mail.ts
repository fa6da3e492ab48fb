import { expectStatus, type MailClient } from '../mail-client.js';
import { needlesOf, type Needles } from './needles.js';

const text = {
  subject: 'Zéphyrine Ostéosarcome récidivant',
  body: 'Glioblastome multifocal découvert fortuitement',
  file: 'échographie-thyroïdienne-Quetzalcoatl.txt',
  bytes: 'Pneumothorax spontané et Xérophtalmie débutante',
  draftSubject: 'Brouillonnerie Mégalérythème épidémique',
  draftBody: 'Hyperferritinémie asymptomatique persistante',
  upload: 'Dysgueusie-unilatérale.txt',
  uploadBytes: 'Trichotillomanie compulsive ancienne',
} as const;

export interface ExpiringMail {
  readonly message: string;
  readonly draft: string;
  readonly upload: string;
}

/** All that is distinctive in it. The names of people stand in their accounts, which do not end with a message. */
export const textsOfMail: Needles = new Map(Object.values(text).flatMap((one) => [...needlesOf(one)]));

/** What the read models hold in clear while the message lives: a search that does not find it cannot tell. */
export const heldInClear: readonly string[] = [text.subject, text.file];

/**
 * A message with an attachment, opened, moved, searched for, exported and replied to; a draft; an upload that nobody
 * sends.
 */
export async function writeExpiringMail(antoine: MailClient, claire: MailClient): Promise<ExpiringMail> {
  const attachment = await antoine.upload(text.file, Buffer.from(text.bytes), 'text/plain');
  const sent = await antoine.send({
    to: ['claire.pradel@medimail.test', 'julie.martin@medimail.test'],
    subject: text.subject,
    html: `<p>${text.body}</p>`,
    attachments: [attachment],
  });
  const { id } = sent;
  const { attachments } = await claire.seeing(antoine).open(id);
  expectStatus(await claire.call(`/messages/${id}/attachments/${attachments[0]?.id ?? ''}`), 200);
  expectStatus(await claire.call(`/messages/${id}/move`, { json: { folder: 'deleted' } }), 200);
  await claire.list(`search=${encodeURIComponent('ostéosarcome')}`);
  await claire.list('sort=subject&limit=1');
  expectStatus(await claire.call(`/messages/${id}/export`), 200);
  const answer = { to: ['antoine.mennebeuf@medimail.test'], subject: `Re : ${text.subject}`, replyTo: id };
  await claire.send({ ...answer, html: `<blockquote>${text.body}</blockquote>` });
  const draft = expectStatus(
    await antoine.call('/drafts', {
      json: { to: [], cc: [], subject: text.draftSubject, html: `<p>${text.draftBody}</p>` },
    }),
    201,
  );
  const upload = await antoine.upload(text.upload, Buffer.from(text.uploadBytes), 'text/plain');
  return { message: id, draft: String(draft.json['id']), upload };
}
