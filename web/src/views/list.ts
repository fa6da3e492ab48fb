import { type FolderView, type MessageRow, type Page } from '../../../src/contracts/http/messages.http.js';
import { get } from '../api.js';
import { button, h, setTitle } from '../dom.js';
import { date, dateAndTime, namesOf, nameOf } from '../format.js';
import paperclip from '../icons/paperclip.svg';
import { paths } from '../router.js';
import { type Place } from '../place.js';

/** How far each list was unrolled: one comes back to the same place. */
const unrolled = new Map<string, { rows: number; scroll: number }>();
const pageSize = 50;
const maximum = 200;

export async function listPage(place: Place, folder: FolderView, query: URLSearchParams): Promise<Node> {
  setTitle(folder.name);
  const sort = query.get('tri') ?? '-date';
  const url = location.pathname + location.search;
  const known = unrolled.get(url) ?? { rows: pageSize, scroll: 0 };
  const read = (limit: number, cursor: string) =>
    get<Page<MessageRow>>(
      `/mailboxes/${place.mailbox}/messages?folder=${folder.id}&sort=${encodeURIComponent(sort)}&limit=${limit}${cursor}`,
    );
  let page = await read(Math.min(known.rows, maximum), '');
  const body = h('tbody', {}, ...page.items.map((row) => line(place, folder, row)));
  const more = button('Afficher la suite', async () => {
    page = await read(pageSize, `&cursor=${encodeURIComponent(page.nextCursor ?? '')}`);
    body.append(...page.items.map((row) => line(place, folder, row)));
    more.hidden = page.nextCursor === null;
  });
  more.hidden = page.nextCursor === null;
  body.addEventListener('click', () => unrolled.set(url, { rows: body.rows.length, scroll: scrollY }));
  requestAnimationFrame(() => scrollTo(0, known.scroll));

  return h(
    'section',
    {},
    h('h1', {}, folder.name, ' ', h('small', {}, counted(page.total))),
    page.items.length === 0
      ? h('p', { class: 'empty' }, 'Aucun message.')
      : h('table', { class: 'list' }, columns(place, folder, sort), body),
    more,
  );
}

function counted(total: number | null): string {
  if (total === null) return '';
  return total > 1 ? `${total} messages` : `${total} message`;
}

function columns(place: Place, folder: FolderView, sort: string): Node {
  const column = (key: string, label: string) => {
    const descending = sort === `-${key}`;
    const next = sort === key ? `-${key}` : key;
    const order = descending ? 'descending' : 'ascending';
    const href = `${paths.folder(place.mailbox, folder.id)}&tri=${next}`;
    const active = sort.replace('-', '') === key;
    return h('th', { scope: 'col', 'aria-sort': active ? order : undefined }, h('a', { href }, label));
  };
  return h(
    'thead',
    {},
    h(
      'tr',
      {},
      h('th', { scope: 'col', class: 'state' }, h('span', { class: 'hidden' }, 'État')),
      folder.role === 'sent' ? column('to', 'Destinataires') : column('from', 'Expéditeur'),
      column('subject', 'Objet'),
      column('date', 'Date'),
      h('th', { scope: 'col', class: 'clip' }, h('span', { class: 'hidden' }, 'Pièces jointes')),
    ),
  );
}

const openings = {
  none: 'Ouvert par aucun destinataire',
  some: 'Ouvert par certains',
  all: 'Ouvert par tous',
};

/** Open state, with words for those who do not see the sign. */
function state(row: MessageRow): { sign: string; words: string } {
  if (row.openedBy !== undefined) {
    return { sign: { none: '○', some: '◐', all: '●' }[row.openedBy], words: openings[row.openedBy] };
  }
  return row.opened ? { sign: '○', words: 'Ouvert' } : { sign: '●', words: 'Non lu' };
}

function line(place: Place, folder: FolderView, row: MessageRow): HTMLTableRowElement {
  const { sign, words } = state(row);
  const subject = row.subject === '' ? '(sans objet)' : row.subject;
  return h(
    'tr',
    { class: row.opened ? undefined : 'unread' },
    h(
      'td',
      { class: 'state', title: words },
      h('span', { 'aria-hidden': 'true' }, sign),
      h('span', { class: 'hidden' }, words),
    ),
    h('td', { class: 'who' }, folder.role === 'sent' ? namesOf(row.to) : nameOf(row.from)),
    h(
      'td',
      { class: 'subject' },
      h('a', { href: paths.message(place.mailbox, row.id) }, subject),
      row.copyOf !== undefined && h('small', {}, ` copie de ${namesOf(row.copyOf)}`),
    ),
    h(
      'td',
      { class: 'when', title: `Envoyé le ${dateAndTime(row.sentAt)}, supprimé le ${date(row.expiresAt)}` },
      date(row.sentAt),
    ),
    h(
      'td',
      { class: 'clip' },
      row.hasAttachments && h('img', { src: paperclip, alt: 'Pièces jointes', class: 'icon' }),
    ),
  );
}
