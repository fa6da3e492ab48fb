import { get, Problem } from './api.js';
import { announce, h, messageOf, pageShown, setTitle } from './dom.js';
import { currentRoute, onNavigation } from './router.js';
import { replaceInPlace } from './replace-in-place.js';
import { activeAccount, type Me } from './session.js';
import { firstLoginPage } from './views/first-login.js';
import { mailPage } from './views/mail.js';
import { loginPage } from './views/login.js';

const app = document.getElementById('app');
/** Counts what was shown: an answer that comes after the user went on is dropped. */
let turn = 0;

let shown = Promise.resolve();

function show(): Promise<void> {
  shown = newest().then((page) => {
    if (page === undefined) return;
    const old = app?.querySelector('main');
    app?.replaceChildren(page);
    scrollTo(0, 0);
    pageShown();
    if (old) app?.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  });
  return shown;
}

/** After a change that others made: header, place, focus and what was announced stay. */
async function refresh(): Promise<void> {
  await shown;
  const page = await newest();
  if (page !== undefined && app !== null) replaceInPlace(app, page);
}

async function newest(): Promise<HTMLElement | undefined> {
  const mine = ++turn;
  const page = await currentPage().catch((error: unknown) => errorPage(error));
  return mine === turn ? page : undefined;
}

async function currentPage(): Promise<HTMLElement> {
  const me = await get<Me>('/me').catch((error: unknown) => {
    if (error instanceof Problem && error.status === 401) return undefined;
    throw error;
  });
  if (me === undefined) return loginPage();
  if (me.pending.length > 0) return firstLoginPage(me, show);
  const route = currentRoute();
  const account = activeAccount(me, route.mailbox);
  if (account === undefined) return errorPage(new Error('Cette page n’existe pas.'));
  return mailPage({ me, account, route, refresh });
}

function errorPage(error: unknown): HTMLElement {
  setTitle('Erreur');
  return h(
    'main',
    { class: 'card', tabindex: '-1' },
    h('h1', {}, 'Medimail'),
    h('p', {}, messageOf(error)),
    h('a', { href: '/' }, 'Retour à la boîte de réception'),
  );
}

addEventListener('unhandledrejection', (event) => announce(messageOf(event.reason), 'error'));
onNavigation(() => void show());
void show();
