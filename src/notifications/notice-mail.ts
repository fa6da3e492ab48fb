import { type NotificationKind } from '../contracts/settings/notification-settings.js';
import { type Mail } from '../platform/mail/mail-out.js';
import { escapeHtml, htmlOfText } from '../platform/html/html-of-text.js';
import { type Notice } from './notice.js';

interface Words {
  readonly subject: string;
  readonly text: (notice: Notice) => string;
}

/** Nothing of a message stands in them: no subject, no name, no address, no file (A5). */
const words: Readonly<Record<NotificationKind, Words>> = {
  received: {
    subject: 'Vous avez reçu un message sur Medimail',
    text: () => 'Un message est arrivé dans votre messagerie sécurisée Medimail.',
  },
  opened: {
    subject: 'Un message que vous avez envoyé sur Medimail a été ouvert',
    text: () => 'Un destinataire a ouvert un message envoyé depuis votre messagerie sécurisée Medimail.',
  },
  deleted: {
    subject: 'Un message que vous avez envoyé sur Medimail a été supprimé',
    text: () =>
      'Un destinataire a supprimé définitivement un message envoyé depuis votre messagerie sécurisée Medimail.',
  },
  expiring: {
    subject: 'Des messages vont être supprimés de votre messagerie Medimail',
    text: ({ count, day = '' }) => {
      const what = count === 1 ? 'Un message sera supprimé' : `${count} messages seront supprimés`;
      const when = day.split('-').reverse().join('/');
      return `${what} automatiquement de votre messagerie sécurisée Medimail le ${when}. Exportez ce que vous devez conserver.`;
    },
  },
  failed: {
    subject: 'Un message n’a pas pu être remis',
    text: () => 'Un message envoyé depuis votre messagerie sécurisée Medimail n’a pas pu être remis.',
  },
};

const FOOTER =
  'Ce message est automatique : n’y répondez pas. Vous réglez les notifications dans « Gestion des notifications » de votre compte Medimail.';

/** The mail that tells of it. @param origin where browsers reach the service, without a slash at its end */
export function noticeMail(notice: Notice, to: string, origin: string): Mail {
  const { subject, text } = words[notice.kind];
  const links = notice.copies.map((copy) => `${origin}/m/${notice.mailbox}/${copy}`);
  const more = notice.count - links.length;
  const rest = more > 0 ? [`… et ${more} de plus.`] : [];
  const lead = text(notice);
  return {
    id: notice.id,
    to,
    subject,
    text: `${[lead, [...links, ...rest].join('\n'), FOOTER].join('\n\n')}\n`,
    html: [
      htmlOfText(lead),
      ...links.map((link) => `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`),
      ...rest.map(htmlOfText),
      htmlOfText(FOOTER),
    ].join('\n'),
  };
}
