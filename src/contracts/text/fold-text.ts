/**
 * Text as lists are sorted and searched by: without accents or case. Compatibility decomposition (Unicode NFKD)
 * also parts ligatures and full-width letters.
 */
export function foldText(text: string): string {
  // Most texts are ASCII, which decomposition leaves as it is.
  // eslint-disable-next-line no-control-regex -- the range is ASCII itself
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
