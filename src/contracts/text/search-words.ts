import { foldText } from './fold-text.js';

/** Longer words are cut, in what is searched and in what is searched for: nobody types more. */
const WORD_LENGTH = 64;

/** What compatibility decomposition leaves whole, and nobody types: « coeur » finds « cœur ». */
const ligatures: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss' };

/** Text as searches compare it: folded, ligatures parted, every apostrophe the same. */
export function foldForSearch(text: string): string {
  return foldText(text)
    .replace(/[œæß]/g, (ligature) => ligatures[ligature] ?? ligature)
    .replace(/[‘’ʼ]/g, "'");
}

/**
 * The words of a text as searches compare them (C5): runs of letters and digits, so that apostrophes, hyphens and
 * the dots of an address part words. In order, each once.
 *
 * @param most words, at most
 */
export function searchWords(text: string, most = Infinity): string[] {
  const words = new Set<string>();
  for (const [word] of foldForSearch(text).matchAll(/[\p{L}\p{N}]+/gu)) {
    if (words.size >= most) break;
    words.add(cut(word));
  }
  return [...words];
}

/** Half a surrogate pair is no text, and MongoDB refuses it. */
const cut = (word: string): string =>
  word.length <= WORD_LENGTH ? word : word.slice(0, WORD_LENGTH).replace(/[\ud800-\udbff]$/, '');
