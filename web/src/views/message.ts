import { type AttachmentView, type MessageView } from '../../../src/contracts/http/messages.http.js';
import { attachmentUrl, post, remove } from '../api.js';
import { button, h, setTitle } from '../dom.js';
import { date, dateAndTime, size } from '../format.js';
import { navigate, paths } from '../router.js';
import { htmlFrame } from './html-frame.js';
import { type Place } from '../place.js';

/** Opening is an act: it is recorded the first time, and changes nothing later. */
export async function messagePage(place: Place, id: string): Promise<{ view: Node; folder: string }> {
  const path = `/mailboxes/${place.mailbox}/messages/${id}`;
  const message = await post<MessageView>(`${path}/open`);
  // A tab's title shows over shoulders and in histories: never the subject.
  setTitle('Message');
  const view = h(
    'article',
    {},
    h('h1', {}, message.subject === '' ? '(sans objet)' : message.subject),
    h(
      'p',
      { class: 'muted' },
      `Envoyé le ${dateAndTime(message.sentAt)} – sera supprimé le ${date(message.expiresAt)}`,
    ),
    h(
      'div',
      { class: 'people' },
      people('Par', [message.from]),
      people('A', message.to),
      message.cc.length > 0 && people('Cc', message.cc),
      message.copyOf !== undefined && people('Copie de', message.copyOf),
    ),
    htmlFrame(message.html, 'Contenu du message'),
    attachments(place.mailbox, message),
    actions(place, message, path),
    timeline(message),
  );
  return { view, folder: message.folder };
}

function people(label: string, parties: MessageView['to']): Node {
  const one = ({ name, address }: MessageView['from']) =>
    h(
      'li',
      {},
      name,
      name !== '' && ' ',
      h('span', { class: 'muted' }, name === '' ? address : `<${address}>`),
    );
  return h('div', {}, h('span', { class: 'muted' }, label, ' '), h('ul', {}, ...parties.map(one)));
}

function attachments(mailbox: string, { id, attachments: items }: MessageView): Node | false {
  if (items.length === 0) return false;
  const item = (attachment: AttachmentView) =>
    h(
      'li',
      {},
      h(
        'a',
        { href: attachmentUrl(mailbox, id, attachment.id), target: '_blank', rel: 'noopener' },
        attachment.name,
      ),
      h('span', { class: 'muted' }, ` ${size(attachment.size)}`),
    );
  return h(
    'section',
    { class: 'attachments' },
    h('h2', {}, 'Pièces jointes'),
    h('ul', {}, ...items.map(item)),
  );
}

function actions({ mailbox, folders }: Place, message: MessageView, path: string): Node {
  const folder = folders.find(({ id }) => id === message.folder);
  const list = folder?.role === 'inbox' ? paths.mailbox(mailbox) : paths.folder(mailbox, message.folder);
  const then = (act: () => Promise<unknown>) => async () => {
    await act();
    navigate(list);
  };
  const forever = then(() => remove(`${path}?forever=true`));
  return h(
    'div',
    { class: 'actions' },
    h('a', { class: 'button', href: list }, 'Retour à la liste'),
    ...(folder?.role === 'deleted'
      ? [
          button(
            'Restaurer',
            then(() => post(`${path}/restore`)),
          ),
          button(
            'Supprimer définitivement',
            async () => {
              if (confirm('Ce message ne pourra plus être restauré. Le supprimer définitivement ?'))
                await forever();
            },
            'danger',
          ),
        ]
      : [
          button(
            'Supprimer',
            then(() => remove(path)),
            'danger',
          ),
        ]),
  );
}

function timeline({ events }: MessageView): Node {
  const items = events.map(({ text, at }) => h('li', {}, h('time', { datetime: at }), text));
  return h('section', { class: 'timeline' }, h('h2', {}, 'Evénements'), h('ol', {}, ...items));
}
