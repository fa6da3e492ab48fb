import { escapeHtml, page } from '../../auth/index.js';
import { demoPeople } from '../demo-people.js';
import { PORTAL_PATH } from './demo-portal.js';

const STYLE = `${PORTAL_PATH}/style.css`;
const NOTICE =
  '<p>Portail de démonstration : les personnes sont fictives, aucun mot de passe n’est demandé.</p>';

/** The portal's home: the tile that starts the login of Medimail (A1). */
export function homePage(): string {
  const tile = '<a class="tile" href="/auth/login">MSSanté Pulsy – Medimail</a>';
  return page('Portail', `${NOTICE}\n<ul><li>${tile}</li></ul>`, STYLE);
}

/** Who are you? Each person is a button: there is nothing to type. */
export function choicePage(uid: string): string {
  const people = demoPeople.map(
    ({ label, profession, address, subject }) =>
      `<li><button type="submit" name="subject" value="${escapeHtml(subject)}">${escapeHtml(label)}` +
      `<small>${escapeHtml(profession)} – ${escapeHtml(address)}</small></button></li>`,
  );
  const form = `<form method="post" action="${PORTAL_PATH}/interaction/${escapeHtml(uid)}">
<ul>
${people.join('\n')}
</ul>
</form>`;
  return page('Choisissez une personne', `${NOTICE}\n${form}`, STYLE);
}

export function lostPage(): string {
  const again = '<p><a href="/auth/login">Recommencer la connexion</a></p>';
  return page('Cette connexion n’est plus en cours', again, STYLE);
}
