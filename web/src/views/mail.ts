import { type FolderView } from '../../../src/contracts/http/messages.http.js';
import { get } from '../api.js';
import { anyMessage, followChanges } from '../changes.js';
import { h } from '../dom.js';
import { type Place } from '../place.js';
import { currentRoute, paths, type Route } from '../router.js';
import { type Account, type Me } from '../session.js';
import { composePage } from './compose.js';
import { header } from './header.js';
import { listPage } from './list.js';
import { messagePage } from './message.js';

export interface MailContext {
  readonly me: Me;
  readonly account: Account;
  readonly route: Route;
  /** Shows what has changed, and leaves focus and place. */
  readonly refresh: () => Promise<void>;
}

/** Header, menu and, between them, the view that the address asks for. */
export async function mailPage(context: MailContext): Promise<HTMLElement> {
  const { me, account, route, refresh } = context;
  const mailbox = account.id;
  // The view comes first: opening a message changes the counts of the menu.
  const before = await get<FolderView[]>(`/mailboxes/${mailbox}/folders`);
  const writing = route.query.has('ecrire');
  const { view, folder } = await viewOf(route, { mailbox, folders: before });
  const folders =
    route.message === undefined ? before : await get<FolderView[]>(`/mailboxes/${mailbox}/folders`);
  followChanges(mailbox, (messages) => {
    const { message, query } = currentRoute();
    // What is being written stays, and so does what is being read until it changes itself.
    if (query.has('ecrire')) return;
    if (message === undefined || messages.has(message) || messages.has(anyMessage)) void refresh();
  });
  return h(
    'div',
    { class: 'page' },
    header(me, account),
    menu(mailbox, folders, writing ? undefined : folder),
    h('main', { tabindex: '-1' }, h('p', { id: 'announcement', role: 'status' }), view),
  );
}

async function viewOf(route: Route, place: Place): Promise<{ view: Node; folder: string | undefined }> {
  if (route.message !== undefined) return messagePage(place, route.message);
  if (route.query.has('ecrire')) return { view: composePage(place), folder: undefined };
  const wanted = route.query.get('dossier');
  const folder = place.folders.find(({ id, role }) => (wanted === null ? role === 'inbox' : id === wanted));
  if (folder === undefined) throw new Error('Ce dossier n’existe pas.');
  return { view: await listPage(place, folder, route.query), folder: folder.id };
}

function menu(mailbox: string, folders: readonly FolderView[], active: string | undefined): Node {
  const items = folders.map((folder) =>
    h(
      'li',
      {},
      h(
        'a',
        {
          href: folder.role === 'inbox' ? paths.mailbox(mailbox) : paths.folder(mailbox, folder.id),
          'aria-current': folder.id === active ? 'page' : undefined,
        },
        h('span', {}, folder.name),
        folder.unread > 0 &&
          h('span', { class: 'count' }, String(folder.unread), h('span', { class: 'hidden' }, ' non lus')),
      ),
    ),
  );
  return h(
    'nav',
    { 'aria-label': 'Messagerie' },
    h('a', { class: 'button primary', href: paths.compose(mailbox) }, 'Nouveau message'),
    h('ul', {}, ...items),
  );
}
