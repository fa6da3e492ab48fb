import { Refusal } from '../../contracts/decider.js';
import { foldForSearch, searchWords } from '../../contracts/text/search-words.js';
import { today } from './calendar-days.js';
import { type Period, readPeriod } from './read-period.js';

/**
 * What a message has to satisfy: it was sent in the period, or has a word that begins with each of these. A date
 * that is written in a subject is found as well: « RDV du 16/09/2020 ».
 */
export interface SearchTerm {
  readonly words: readonly string[];
  readonly period?: Period;
}

export const MOST_CHARACTERS = 200;
export const MOST_WORDS = 10;

/**
 * What is searched for: all of the terms; no terms for a text without a letter or digit.
 *
 * @throws Refusal `invalid`: more than ten words, a date being one
 */
export function parseSearch(search: string, now: Date): readonly SearchTerm[] {
  const text = foldForSearch(search).replace(/\s+/gu, ' ').trim();
  const { dates, rest } = apart(text, today(now));
  const pieces = rest.split(' ').filter((piece) => searchWords(piece).length > 0);
  if (dates.length + pieces.length > MOST_WORDS) throw tooManyWords();
  const words = searchWords(rest);
  return [...dates, ...words.filter((word) => !isImplied(word, words)).map((word) => ({ words: [word] }))];
}

/** Dates, and the text around them. */
function apart(text: string, now: number): { dates: SearchTerm[]; rest: string } {
  const dates: SearchTerm[] = [];
  let rest = '';
  let at = 0;
  const word = /(?<![\p{L}\p{N}]|\d[/.-])[\p{L}\p{N}]+/gu;
  for (let match = word.exec(text); match !== null; match = word.exec(text)) {
    const found = readPeriod(text, match.index, now);
    if (found === null) continue;
    dates.push({ words: searchWords(text.slice(match.index, found.end)), period: found.value });
    rest += `${text.slice(at, match.index)} `;
    at = word.lastIndex = found.end;
  }
  return { dates, rest: rest + text.slice(at) };
}

/** Who has « cardiologue » has a word that begins with « car ». */
const isImplied = (word: string, words: readonly string[]): boolean =>
  words.some((other) => other !== word && other.startsWith(word));

const tooManyWords = (): Refusal => {
  const detail = `Une recherche compte ${MOST_WORDS} mots au plus.`;
  return new Refusal('invalid', detail, [{ field: 'search', code: 'too-many-words', detail }]);
};
