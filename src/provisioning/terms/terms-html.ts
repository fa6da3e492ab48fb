import { Refusal } from '../../contracts/decider.js';
import { isBlank } from '../../contracts/text/blank.js';
import { sanitizeHtml } from '../../platform/html/html-sanitizer.js';
import { plainText } from '../../platform/html/plain-text.js';

/**
 * The text of terms of use, made safe (A2).
 *
 * @throws Refusal `invalid` where nothing is left to be read: nobody can accept that
 */
export function termsHtml(html: string): string {
  const safe = sanitizeHtml(html);
  if (!isBlank(plainText(safe))) return safe;
  const detail = 'Les conditions doivent contenir un texte.';
  throw new Refusal('invalid', detail, [{ field: 'html', code: 'required', detail }]);
}
