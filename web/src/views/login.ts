import { h, setTitle } from '../dom.js';
import logo from '../icons/medimail.svg';
import padlock from '../icons/padlock.svg';

export function loginPage(): HTMLElement {
  setTitle('Connexion');
  const to = encodeURIComponent(location.pathname + location.search);
  return h(
    'main',
    { class: 'card login', tabindex: '-1' },
    h('h1', {}, h('img', { src: logo, alt: '' }), 'Medimail'),
    h('p', { class: 'lead' }, 'La messagerie sécurisée des professionnels de santé'),
    h('a', { class: 'button primary', href: `/auth/login?to=${to}` }, 'Se connecter'),
    h(
      'p',
      { class: 'muted' },
      h('img', { src: padlock, alt: '', class: 'icon' }),
      ' Uniquement en authentification forte : Pro Santé Connect (carte CPS ou e-CPS) ou code à usage unique.',
    ),
  );
}
