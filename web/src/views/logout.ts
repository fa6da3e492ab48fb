import { logout } from '../api.js';
import { button } from '../dom.js';

export function logoutButton(): HTMLButtonElement {
  return button('Déconnexion', async () => location.assign(await logout()));
}
