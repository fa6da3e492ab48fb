import { h, setTitle } from '../dom.js';

export function loginPage(): Node {
  setTitle('Connexion');
  const to = encodeURIComponent(location.pathname + location.search);
  return h(
    'main',
    { class: 'card', tabindex: '-1' },
    h('h1', {}, 'Medimail'),
    h('p', {}, 'Messagerie sécurisée de santé. L’accès se fait uniquement en authentification forte.'),
    h('a', { class: 'button primary', href: `/auth/login?to=${to}` }, 'Se connecter'),
  );
}
