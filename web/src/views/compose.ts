import { post } from '../api.js';
import { announce, announceNext, button, h, setTitle } from '../dom.js';
import { navigate, paths } from '../router.js';
import { attachmentPicker } from './attachment-picker.js';
import { type Place } from '../place.js';

export function composePage({ mailbox }: Place): Node {
  setTitle('Nouveau message');
  const keyOf = idempotencyKeys();
  const recipients = { type: 'text', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'commas' };
  const to = h('input', recipients);
  const cc = h('input', recipients);
  const subject = h('input', { type: 'text', maxlength: '255', autocomplete: 'off' });
  const text = h('textarea', { rows: '12' });
  const picker = attachmentPicker(mailbox);

  const send = async () => {
    if (picker.busy()) throw new Error('Une pièce jointe est encore en cours d’envoi.');
    announce('Envoi en cours…');
    const body = {
      to: addressesIn(to.value),
      cc: addressesIn(cc.value),
      subject: subject.value,
      html: htmlOf(text.value),
      attachments: picker.ids(),
    };
    // The same content posted again is the same message: after a lost answer nothing is sent twice.
    await post(`/mailboxes/${mailbox}/messages`, body, keyOf(body));
    announceNext('Message envoyé.');
    navigate(paths.mailbox(mailbox));
  };
  return h(
    'section',
    { class: 'compose' },
    h('h1', {}, 'Nouveau message'),
    h('label', {}, 'Destinataires (A:)', to),
    h('label', {}, 'Pour information (Cc:)', cc),
    h('p', { id: 'commas', class: 'muted hint' }, 'Plusieurs adresses sont séparées par des virgules.'),
    h('label', {}, 'Objet', subject),
    h('label', {}, 'Message', text),
    picker.element,
    h(
      'div',
      { class: 'actions' },
      button('Envoyer', send, 'primary'),
      h('a', { class: 'button', href: paths.mailbox(mailbox) }, 'Annuler'),
    ),
  );
}

function addressesIn(text: string): string[] {
  return text
    .split(/[,;\s]+/)
    .map((address) => address.trim())
    .filter((address) => address !== '');
}

/** Text as typed: a blank line ends a paragraph. */
function htmlOf(text: string): string {
  const escaped = text.replace(
    /[&<>]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign,
  );
  if (escaped.trim() === '') return '';
  return escaped
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
    .join('');
}

/** A corrected message is another one, and must not meet the answer of the first. */
function idempotencyKeys(): (body: unknown) => string {
  let last = { text: '', key: '' };
  return (body) => {
    const text = JSON.stringify(body);
    if (text !== last.text) last = { text, key: randomKey() };
    return last.key;
  };
}

const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
