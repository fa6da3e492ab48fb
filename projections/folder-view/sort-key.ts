import { foldText } from '../../src/contracts/text/fold-text.js';

/** An index entry has a bound, and nobody tells apart what comes after. */
const KEY_LENGTH = 100;

/** What a list is sorted by: « Écho » stands beside « echo ». */
export function sortKey(text: string): string {
  const folded = foldText(text.slice(0, 4 * KEY_LENGTH)).trim();
  // Half a surrogate pair is no text, and MongoDB refuses it.
  return folded.slice(0, KEY_LENGTH).replace(/[\ud800-\udbff]$/, '');
}
