import { escapeHtml, page } from '../login/page.js';

export const ASSOCIATION_PATH = '/auth/association';

/** Which account is yours? Asked of somebody whom the portal has proved. @param problem what was wrong, in French */
export function associationPage(problem?: string): string {
  const alert = problem === undefined ? '' : `<p role="alert">${escapeHtml(problem)}</p>\n`;
  return page(
    'Associer votre compte Medimail',
    `${alert}<p>Votre identité du portail n’est encore liée à aucun compte. Saisissez l’adresse de votre compte et le
code d’association que la structure qui gère votre compte vous a remis.</p>
<form method="post" action="${ASSOCIATION_PATH}">
<p><label>Adresse du compte Medimail
<input name="address" type="email" required maxlength="254" autocomplete="email"></label></p>
<p><label>Code d’association
<input name="code" required maxlength="40" autocomplete="one-time-code" autocapitalize="characters"></label></p>
<button type="submit">Associer ce compte</button>
</form>
<p><a href="/auth/login">Revenir à la page de connexion</a></p>`,
  );
}
