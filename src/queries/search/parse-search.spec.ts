import { describe, expect, it } from 'vitest';
import { Refusal } from '../../contracts/decider.js';
import { MOST_CHARACTERS, parseSearch } from './parse-search.js';

const now = new Date('2026-11-23T09:00:00.000Z');
const parsed = (text: string, at = now) => parseSearch(text, at);
const wordsIn = (text: string) => parsed(text).flatMap(({ words }) => words);

describe('the words of a search (C5)', () => {
  it.each([
    ['Écho  CŒUR', ['echo', 'coeur']],
    ['jean-pierre.dupont@chu.fr', ['jean', 'pierre', 'dupont', 'chu', 'fr']],
    ['l’épaule', ['l', 'epaule']],
    ['card cardiologue Card', ['cardiologue']],
    ['  … ', []],
    ['', []],
    ['06 12 34 56 78', ['06', '12', '34', '56', '78']],
  ])('« %s »: each a term', (text, words) => {
    expect(parsed(text)).toEqual(words.map((word) => ({ words: [word] })));
  });

  it('are ten at most, a date being one', () => {
    const nine = 'a b c d e f g h i';
    expect(wordsIn(`${nine} j`)).toHaveLength(10);
    expect(parsed(`${nine} du 1er septembre 2020 au 15 septembre 2020`)).toHaveLength(10);
    expect(() => parsed(`${nine} j k`)).toThrow(Refusal);
    expect(() => parsed(`${nine} j 16/09/2020`)).toThrow('10 mots au plus');
  });

  it('are found in any text in no time', () => {
    for (const part of ['1', '1/', '1 ', 'du 1 ', 'mars ', 'du le ', "aujourd'"]) {
      const text = part.repeat(MOST_CHARACTERS).slice(0, MOST_CHARACTERS);
      expect(() => {
        try {
          parsed(text);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
      }).not.toThrow();
    }
  });
});

/** Written, from, before. */
const dates: readonly [string, string | undefined, string | undefined][] = [
  ['16/09/2020', '2020-09-15T22:00:00.000Z', '2020-09-16T22:00:00.000Z'],
  ['16/9/20', '2020-09-15T22:00:00.000Z', '2020-09-16T22:00:00.000Z'],
  ['16-09-2020', '2020-09-15T22:00:00.000Z', '2020-09-16T22:00:00.000Z'],
  ['16.09.2020', '2020-09-15T22:00:00.000Z', '2020-09-16T22:00:00.000Z'],
  ['2020-09-16', '2020-09-15T22:00:00.000Z', '2020-09-16T22:00:00.000Z'],
  ['16 septembre 2020', '2020-09-15T22:00:00.000Z', '2020-09-16T22:00:00.000Z'],
  ['le 16 Sept. 2020', '2020-09-15T22:00:00.000Z', '2020-09-16T22:00:00.000Z'],
  ['mercredi 16 septembre 2020', '2020-09-15T22:00:00.000Z', '2020-09-16T22:00:00.000Z'],
  ['septembre 2020', '2020-08-31T22:00:00.000Z', '2020-09-30T22:00:00.000Z'],
  ['sept. 2020', '2020-08-31T22:00:00.000Z', '2020-09-30T22:00:00.000Z'],
  ['09/2020', '2020-08-31T22:00:00.000Z', '2020-09-30T22:00:00.000Z'],
  ['9/2020', '2020-08-31T22:00:00.000Z', '2020-09-30T22:00:00.000Z'],
  ['février 2024', '2024-01-31T23:00:00.000Z', '2024-02-29T23:00:00.000Z'],
  ['AOÛT 2026', '2026-07-31T22:00:00.000Z', '2026-08-31T22:00:00.000Z'],
  ['2020', '2019-12-31T23:00:00.000Z', '2020-12-31T23:00:00.000Z'],
  // Without a year: the last that has begun.
  ['1er mars', '2026-02-28T23:00:00.000Z', '2026-03-01T23:00:00.000Z'],
  ['23 novembre', '2026-11-22T23:00:00.000Z', '2026-11-23T23:00:00.000Z'],
  ['24 novembre', '2025-11-23T23:00:00.000Z', '2025-11-24T23:00:00.000Z'],
  ['24/11', '2025-11-23T23:00:00.000Z', '2025-11-24T23:00:00.000Z'],
  ['novembre', '2026-10-31T23:00:00.000Z', '2026-11-30T23:00:00.000Z'],
  ['décembre', '2025-11-30T23:00:00.000Z', '2025-12-31T23:00:00.000Z'],
  ['29 février', '2024-02-28T23:00:00.000Z', '2024-02-29T23:00:00.000Z'],
  // Days of 23 and of 25 hours.
  ['29/03/2026', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['25/10/2026', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  // Ranges, both ends included.
  ['du 01/09/2020 au 15/09/2020', '2020-08-31T22:00:00.000Z', '2020-09-15T22:00:00.000Z'],
  ['entre le 01/09/2020 et le 15/09/2020', '2020-08-31T22:00:00.000Z', '2020-09-15T22:00:00.000Z'],
  ['du 1er au 15 septembre 2020', '2020-08-31T22:00:00.000Z', '2020-09-15T22:00:00.000Z'],
  ['de septembre à octobre 2020', '2020-08-31T22:00:00.000Z', '2020-10-31T23:00:00.000Z'],
  ['du 20 octobre au 5 novembre', '2026-10-19T22:00:00.000Z', '2026-11-05T23:00:00.000Z'],
  ['du 20 décembre au 5 janvier', '2025-12-19T23:00:00.000Z', '2026-01-05T23:00:00.000Z'],
  ['de 2019 à 2020', '2018-12-31T23:00:00.000Z', '2020-12-31T23:00:00.000Z'],
  ['depuis le 01/09/2020', '2020-08-31T22:00:00.000Z', undefined],
  ['à partir du 1er septembre 2020', '2020-08-31T22:00:00.000Z', undefined],
  ['avant le 01/09/2020', undefined, '2020-08-31T22:00:00.000Z'],
  ['après le 01/09/2020', '2020-09-01T22:00:00.000Z', undefined],
  ['jusqu’au 01/09/2020', undefined, '2020-09-01T22:00:00.000Z'],
  ['depuis hier', '2026-11-21T23:00:00.000Z', undefined],
  ['aujourd’hui', '2026-11-22T23:00:00.000Z', '2026-11-23T23:00:00.000Z'],
  ['hier', '2026-11-21T23:00:00.000Z', '2026-11-22T23:00:00.000Z'],
  ['avant-hier', '2026-11-20T23:00:00.000Z', '2026-11-21T23:00:00.000Z'],
];

describe('the dates of a search (C5)', () => {
  it.each(dates)('« %s » is a time, or words of a subject', (text, from, before) => {
    const [term, ...others] = parsed(text);
    expect(others).toEqual([]);
    expect(term?.period).toEqual({ ...(from && { from }), ...(before && { before }) });
    expect(term?.words.length).toBeGreaterThan(0);
  });

  it.each([
    ['31/06/2020', ['31', '06', '2020']],
    ['32 mars 2020', ['32', 'mars 2020']],
    ['30/02/2020', ['30', '02', '2020']],
    ['01.04.05.06.07', ['01', '04', '05', '06', '07']],
    ['1234', ['1234']],
    ['16', ['16']],
    ['marseille', ['marseille']],
    ['29/02/2023', ['29', '02', '2023']],
  ])('« %s » is no such day: what is left is searched for', (text, terms) => {
    const found = parsed(text).map(({ words }) => words.join(' '));
    expect(found.sort()).toEqual([...terms].sort());
  });

  it('stand among words', () => {
    const terms = parsed('écho dupont septembre 2020 doppler');
    expect(terms.map(({ words }) => words)).toEqual([
      ['septembre', '2020'],
      ['echo'],
      ['dupont'],
      ['doppler'],
    ]);
    expect(terms.map(({ period }) => period !== undefined)).toEqual([true, false, false, false]);
  });

  it.each([
    ['2026-03-28T23:30:00.000Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['2026-03-29T22:30:00.000Z', '2026-03-29T22:00:00.000Z', '2026-03-30T22:00:00.000Z'],
    ['2026-10-24T22:30:00.000Z', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['2026-10-25T23:30:00.000Z', '2026-10-25T23:00:00.000Z', '2026-10-26T23:00:00.000Z'],
    ['2026-12-31T22:59:59.999Z', '2026-12-30T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    ['2026-12-31T23:00:00.000Z', '2026-12-31T23:00:00.000Z', '2027-01-01T23:00:00.000Z'],
  ])('« aujourd’hui » at %s is the day in France', (instant, from, before) => {
    expect(parsed("aujourd'hui", new Date(instant))[0]?.period).toEqual({ from, before });
  });
});
