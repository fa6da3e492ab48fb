import { get, post, put } from '../api.js';
import { button, h, setTitle } from '../dom.js';
import { type Me } from '../session.js';
import { htmlFrame } from './html-frame.js';
import { logoutButton } from './logout.js';

/** Terms, then identity: mail cannot be reached before. */
export function firstLoginPage(me: Me, next: () => Promise<void>): HTMLElement | Promise<HTMLElement> {
  return me.pending.includes('terms') ? termsPage(next) : identityPage(me, next);
}

interface Terms {
  readonly version: string;
  readonly title: string;
  readonly html: string;
}

async function termsPage(next: () => Promise<void>): Promise<HTMLElement> {
  const terms = await get<Terms>('/terms/current');
  setTitle('Conditions Générales d’Utilisation');
  return h(
    'main',
    { class: 'card wide', tabindex: '-1' },
    h('h1', {}, 'Conditions Générales d’Utilisation'),
    htmlFrame(terms.html, terms.title),
    h('p', { id: 'announcement', role: 'status' }),
    h(
      'div',
      { class: 'actions' },
      button(
        'Accepter',
        async () => {
          await post('/me/terms-acceptances', { version: terms.version });
          await next();
        },
        'primary',
      ),
      logoutButton(),
    ),
  );
}

function identityPage(me: Me, next: () => Promise<void>): HTMLElement {
  setTitle('Inscription');
  const field = (name: string, label: string, value = '', required = false) =>
    h('label', {}, label, h('input', { name, value, required, maxlength: '100' }));
  const form = h(
    'form',
    {},
    h('p', {}, 'Les champs obligatoires sont signalés par une astérisque.'),
    h(
      'p',
      {},
      'Munissez-vous de votre numéro d’identifiant national ou votre numéro d’identifiant établissement.',
    ),
    h('label', {}, 'Adresse Mail', h('output', {}, me.accounts[0]?.address ?? '')),
    h(
      'fieldset',
      {},
      h('legend', {}, 'Nom, contact'),
      field('lastName', 'Nom *', me.person.lastName, true),
      field('firstName', 'Prénom *', me.person.firstName, true),
      field('phone1', 'Téléphone 1'),
      field('phone2', 'Téléphone 2'),
    ),
  );
  const validate = async () => {
    if (!form.reportValidity()) return;
    await put('/me/identity', Object.fromEntries(new FormData(form)));
    await next();
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  return h(
    'main',
    { class: 'card', tabindex: '-1' },
    h('h1', {}, 'Remplir ce formulaire pour finaliser votre inscription'),
    form,
    h('p', { id: 'announcement', role: 'status' }),
    h('div', { class: 'actions' }, button('Valider', validate, 'primary'), logoutButton()),
  );
}
