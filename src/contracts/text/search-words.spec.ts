import { describe, expect, it } from 'vitest';
import { searchWords } from './search-words.js';

describe('the words of a text (C5)', () => {
  it.each([
    ['Écho-Doppler de l’épaule', ['echo', 'doppler', 'de', 'l', 'epaule']],
    ["Compte rendu d'opération", ['compte', 'rendu', 'd', 'operation']],
    ['antoine.mennebeuf@medimail.test', ['antoine', 'mennebeuf', 'medimail', 'test']],
    ['Cœur, ŒDÈME et Straße', ['coeur', 'oedeme', 'et', 'strasse']],
    ['RDV du 16/09/2020 (n° 12)', ['rdv', 'du', '16', '09', '2020', 'n', '12']],
    ['Zoé ZOÉ zoe', ['zoe']],
    ['Ελένη 北京', ['ελενη', '北京']],
    [' … — ', []],
  ])('of « %s »', (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });

  it('are cut at 64 characters, and never in the middle of one', () => {
    expect(searchWords('a'.repeat(100))).toEqual(['a'.repeat(64)]);
    expect(searchWords(`${'a'.repeat(63)}𐐨`)).toEqual(['a'.repeat(63)]);
  });

  it('are so many at most, the first ones', () => {
    expect(searchWords('un deux un trois quatre', 3)).toEqual(['un', 'deux', 'trois']);
  });
});
