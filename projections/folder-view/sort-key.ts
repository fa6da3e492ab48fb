import { type Party } from '../../src/contracts/events/schemas.js';
import { foldText } from '../../src/contracts/text/fold-text.js';

/** An index entry has a bound, and nobody tells apart what comes after. */
const KEY_LENGTH = 100;
/** As many recipients as a line of a list can show; the envelope has them all. */
export const RECIPIENTS_OF_A_LINE = 10;

/** What a list is sorted by: « Écho » stands beside « echo ». */
export function sortKey(text: string): string {
  const folded = foldText(text.slice(0, 4 * KEY_LENGTH)).trim();
  // Half a surrogate pair is no text, and MongoDB refuses it.
  return folded.slice(0, KEY_LENGTH).replace(/[\ud800-\udbff]$/, '');
}

interface Texts {
  readonly subject: string;
  readonly from: Party;
  readonly to: readonly Party[];
}

/** What the lists and the searches of a message are sorted by, beside its date; empty without its texts. */
export const sortKeysOf = (texts: Texts | null) => ({
  subjectKey: sortKey(texts?.subject ?? ''),
  fromKey: sortKey(texts === null ? '' : shown(texts.from)),
  toKey: sortKey((texts?.to ?? []).slice(0, RECIPIENTS_OF_A_LINE).map(shown).join(', ')),
});

const shown = (party: Party): string => (party.name === '' ? party.address : party.name);
