import { type FolderView, type MessageRow, type Page } from '../../../src/contracts/http/messages.http.js';
import { get } from '../api.js';
import { button, h, setTitle } from '../dom.js';
import { date, dateAndTime, namesOf, nameOf } from '../format.js';
import openedBySome from '../icons/opened-by-some.svg';
import opened from '../icons/opened.svg';
import paperclip from '../icons/paperclip.svg';
import unopened from '../icons/unopened.svg';
import { paths } from '../router.js';
import { type Place } from '../place.js';

/** How far each list was unrolled: one comes back to the same place. */
const unrolled = new Map<string, { rows: number; scroll: number }>();
let shown: { url: string; body: HTMLTableSectionElement } | undefined;
const pageSize = 50;
const maximum = 200;

export async function listPage(place: Place, folder: FolderView, query: URLSearchParams): Promise<Node> {
  setTitle(folder.name);
  const sort = query.get('tri') ?? '-date';
  const url = location.pathname + location.search;
  // What changes while one looks at it changes in place.
  if (shown?.url === url && shown.body.isConnected) remember(url, shown.body);
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
  body.addEventListener('click', () => remember(url, body));
  shown = { url, body };
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

function remember(url: string, body: HTMLTableSectionElement): void {
  unrolled.set(url, { rows: Math.max(pageSize, body.rows.length), scroll: scrollY });
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
  none: { icon: unopened, words: 'Ouvert par aucun destinataire' },
  some: { icon: openedBySome, words: 'Ouvert par certains destinataires' },
  all: { icon: opened, words: 'Ouvert par tous les destinataires' },
};

/** Open state: of the recipients in « Messages envoyés », else of this mailbox (manual, 3.2.2). */
function state(row: MessageRow): { icon: string; words: string } {
  if (row.openedBy !== undefined) return openings[row.openedBy];
  return row.opened ? { icon: opened, words: 'Ouvert' } : { icon: unopened, words: 'Non lu' };
}

function line(place: Place, folder: FolderView, row: MessageRow): HTMLTableRowElement {
  const { icon, words } = state(row);
  const subject = row.subject === '' ? '(sans objet)' : row.subject;
  return h(
    'tr',
    { class: row.opened ? undefined : 'unread' },
    h('td', { class: 'state' }, h('img', { src: icon, alt: words, title: words, class: 'icon' })),
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
