import { Refusal } from '../contracts/decider.js';
import { isBlank } from '../contracts/text/blank.js';
import { foldForSearch } from '../contracts/text/search-words.js';
import { isSingleLine } from '../contracts/text/single-line.js';

/** Characters (code points) of a folder's name. */
export const MAX_NAME_LENGTH = 80;

/**
 * The name as it is kept: without blanks around it, in composed form (Unicode NFC).
 *
 * @throws Refusal `invalid`, naming the field `name`
 */
export function folderName(typed: string): string {
  const name = typed.trim().normalize('NFC');
  if (name === '') throw wrong('required', 'Donnez un nom au dossier.');
  if (Array.from(name).length > MAX_NAME_LENGTH) {
    throw wrong('too-long', `Le nom d’un dossier a au plus ${MAX_NAME_LENGTH} caractères.`);
  }
  if (!isSingleLine(name) || isBlank(name)) {
    throw wrong('malformed', 'Ce nom contient des caractères qui ne conviennent pas.');
  }
  return name;
}

/** Two names of this are one for the user: neither accents, case, ligatures nor what is not seen tell folders apart. */
export const sameName = (one: string, other: string): boolean => seen(one) === seen(other);

const seen = (name: string): string => foldForSearch(name.replace(/\p{Cf}/gu, ''));

const wrong = (code: string, detail: string): Refusal =>
  new Refusal('invalid', detail, [{ field: 'name', code, detail }]);
