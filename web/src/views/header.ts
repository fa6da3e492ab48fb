import { h } from '../dom.js';
import envelope from '../icons/envelope.svg';
import logo from '../icons/medimail.svg';
import padlock from '../icons/padlock.svg';
import { navigate, paths } from '../router.js';
import { type Account, type Me } from '../session.js';
import { logoutButton } from './logout.js';

/** On every screen (manual, 2): the way back to the inbox, the padlock, and the user's bubble. */
export function header(me: Me, account: Account): Node {
  const inbox = paths.mailbox(account.id);
  const strong = 'Authentification forte active';
  return h(
    'header',
    {},
    h(
      'a',
      { class: 'logo', href: inbox, 'aria-label': 'Medimail, accueil' },
      h('img', { src: logo, alt: '' }),
      'Medimail',
    ),
    h('img', { src: padlock, alt: strong, title: strong, class: 'icon' }),
    h(
      'a',
      { class: 'to-inbox', href: inbox, title: 'Boîte de réception' },
      h('img', { src: envelope, alt: 'Retour à la boîte de réception', class: 'icon' }),
    ),
    h('span', { class: 'space' }),
    h('span', { class: 'active-account' }, account.address),
    h(
      'button',
      { type: 'button', class: 'bubble', popovertarget: 'account-panel', 'aria-label': 'Votre compte' },
      initials(me),
    ),
    panel(me, account),
  );
}

function panel(me: Me, account: Account): Node {
  return h(
    'section',
    { id: 'account-panel', popover: 'auto', 'aria-label': 'Votre compte' },
    h('p', { class: 'name' }, `${me.person.firstName} ${me.person.lastName}`),
    h('p', { class: 'muted' }, account.address),
    me.accounts.length > 1 && h('label', {}, 'Changer de compte', accountChooser(me, account)),
    logoutButton(),
  );
}

function accountChooser(me: Me, active: Account): Node {
  const options = me.accounts.map((account) =>
    h('option', { value: account.id, selected: account.id === active.id }, account.address),
  );
  const select = h('select', { change: () => navigate(paths.mailbox(select.value)) }, ...options);
  return select;
}

function initials({ person }: Me): string {
  return `${person.firstName.slice(0, 1)}${person.lastName.slice(0, 1)}`.toUpperCase();
}
