import { escapeHtml, page } from '../../../auth/index.js';
import { type DemoPerson, demoPeople } from '../../demo-people.js';
import { PORTAL_PATH } from '../demo-portal.js';
import { type TelephoneRequest } from './telephone-requests.js';

const STYLE = `${PORTAL_PATH}/style.css`;
const NOTICE =
  '<p>Portail de démonstration : les personnes sont fictives, aucun mot de passe n’est demandé.</p>';

/** The portal's home: the tile that starts the login of Medimail (A1). */
export function homePage(): string {
  const tile = '<a class="tile" href="/auth/login">MSSanté Pulsy – Medimail</a>';
  return page('Portail', `${NOTICE}\n<ul><li>${tile}</li></ul>`, STYLE);
}

const form = (uid: string, fields: string): string =>
  `<form method="post" action="${PORTAL_PATH}/interaction/${escapeHtml(uid)}">\n${fields}\n</form>`;
const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
const way = (name: string): string => hidden('way', name);
const alert = (problem: string | undefined): string =>
  problem === undefined ? '' : `<p role="alert">${escapeHtml(problem)}</p>\n`;

/** Each person is a button: there is nothing to type. */
function people(small: (person: DemoPerson) => string): string {
  const buttons = demoPeople.map(
    (person) =>
      `<li><button type="submit" name="subject" value="${escapeHtml(person.subject)}">${escapeHtml(person.label)}` +
      `<small>${escapeHtml(small(person))}</small></button></li>`,
  );
  return `<ul>\n${buttons.join('\n')}\n</ul>`;
}

/** Who are you, and by which way? The buttons of the people stand for their CPS cards. */
export function choicePage(uid: string): string {
  const cards = people(({ profession, address }) => `${profession} – ${address}`);
  const other = (name: string, label: string, small: string): string =>
    form(uid, `${way(name)}\n<button type="submit">${label}<small>${small}</small></button>`);
  return page(
    'Choisissez une personne',
    `${NOTICE}
<h2>Pro Santé Connect : carte CPS</h2>
${form(uid, cards)}
<h2>Autres moyens</h2>
${other('telephone', 'Pro Santé Connect : e-CPS', 'La connexion se valide sur le téléphone.')}
${other('code', 'Code à usage unique', 'Six chiffres, reçus par courriel ou par téléphone.')}`,
    STYLE,
  );
}

export function codeChoicePage(uid: string, problem?: string): string {
  const channels = `<fieldset>
<legend>Recevoir le code</legend>
<label><input type="radio" name="by" value="mail" checked> par courriel</label>
<label><input type="radio" name="by" value="phone"> par téléphone</label>
</fieldset>`;
  const list = people(({ contact }) => `${contact.mail} – ${contact.phone}`);
  const body = form(uid, `${way('code')}\n${channels}\n${list}`);
  return page('Code à usage unique', `${alert(problem)}${NOTICE}\n${body}`, STYLE);
}

export function codePage(
  uid: string,
  { to, problem }: { readonly to?: string; readonly problem?: string },
): string {
  const sent = to === undefined ? '' : `<p>Un code a été envoyé à ${escapeHtml(to)}.</p>\n`;
  const field = `<p><label>Code à six chiffres
<input name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="10"></label></p>`;
  const where = '<p><small>Démonstration : le message est dans le dossier mail-out de DATA_DIR.</small></p>';
  const body = form(uid, `${way('code')}\n${field}\n<button type="submit">Se connecter</button>`);
  return page('Saisissez le code', `${alert(problem)}${sent}${body}\n${where}`, STYLE);
}

export function telephoneChoicePage(uid: string, problem?: string): string {
  const list = people(({ nationalId }) => `Identifiant national ${nationalId}`);
  return page('e-CPS', `${alert(problem)}${NOTICE}\n${form(uid, `${way('telephone')}\n${list}`)}`, STYLE);
}

export function waitingPage(uid: string, { id, message }: TelephoneRequest): string {
  const go = form(
    uid,
    `${way('telephone')}${hidden('request', id)}\n<button type="submit">J’ai validé</button>`,
  );
  return page(
    'Validez sur votre téléphone',
    `<p>Le téléphone montre le nombre <strong>${escapeHtml(message)}</strong>. Vérifiez-le, puis validez.</p>
${go}
<p><a href="${PORTAL_PATH}/telephone" target="_blank" rel="noopener">Ouvrir le téléphone de démonstration</a></p>`,
    STYLE,
  );
}

/** What the telephones of all people show: the page stands for the application. */
export function telephonePage(requests: readonly TelephoneRequest[]): string {
  const items = requests.map(
    ({ id, person, message }) => `<li><form method="post" action="${PORTAL_PATH}/telephone">
<p>${escapeHtml(person.label)} : nombre <strong>${escapeHtml(message)}</strong></p>
${hidden('request', id)}
<button type="submit" name="answer" value="approve">Valider</button>
<button type="submit" name="answer" value="refuse">Refuser</button>
</form></li>`,
  );
  const list = items.length === 0 ? '<p>Aucune demande en attente.</p>' : `<ul>${items.join('\n')}</ul>`;
  return page('Téléphone de démonstration', `${NOTICE}\n${list}`, STYLE);
}

export function lostPage(): string {
  const again = '<p><a href="/auth/login">Recommencer la connexion</a></p>';
  return page('Cette connexion n’est plus en cours', again, STYLE);
}
