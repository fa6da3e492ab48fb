import { Refusal } from '../contracts/decider.js';
import { HtmlTooDeep, sanitizeHtml } from '../platform/html/html-sanitizer.js';

/** The html as it is sealed, and as a draft keeps it. @throws Refusal `invalid` for what no browser would show */
export function madeSafe(html: string): string {
  try {
    return sanitizeHtml(html);
  } catch (error) {
    if (!(error instanceof HtmlTooDeep)) throw error;
    const detail = 'Le texte du message a trop d’éléments imbriqués.';
    throw new Refusal('invalid', detail, [{ field: 'html', code: 'too-deep', detail }]);
  }
}
