import { MAX_HTML_BYTES } from '../../messages/index.js';
import { MAX_JSON_BYTES } from '../../platform/http/json-body.js';
import { sanitizeHtml } from '../../platform/html/html-sanitizer.js';

/** What the writer adds has room: an answer is never refused for what it quotes alone. */
const MAX_BYTES = MAX_HTML_BYTES - 128 * 1024;
/** As JSON, beside 500 addresses: quotes and control characters are longer there. */
const MAX_BYTES_AS_JSON = MAX_JSON_BYTES - 512 * 1024;
const CUT = '<p>[…]</p>';
const picture = /<img [^>]*>/g;

/**
 * Safe html that may be posted with something added: where it is too long without its pictures, which are most of
 * what is long, then without its end.
 *
 * @param html made safe: `<` and `>` stand in tags alone
 */
export function cutHtml(html: string): string {
  if (fits(html)) return html;
  const withoutPictures = html.replace(picture, '');
  return fits(withoutPictures) ? withoutPictures : shortened(withoutPictures);
}

function shortened(html: string): string {
  let [most, least] = [html.length, 0];
  while (most - least > 1_024) {
    const middle = Math.floor((least + most) / 2);
    if (fits(html.slice(0, middle))) least = middle;
    else most = middle;
  }
  // Open elements are closed by the sanitizer, which must not see half a tag or half a character.
  const whole = html
    .slice(0, least)
    .replace(/<[^>]*$/, '')
    .replace(/&[^;<>\s]{0,10}$/, '')
    .replace(/[\ud800-\udbff]$/, '');
  return sanitizeHtml(whole) + CUT;
}

const fits = (html: string): boolean =>
  Buffer.byteLength(html) <= MAX_BYTES && Buffer.byteLength(JSON.stringify(html)) <= MAX_BYTES_AS_JSON;
