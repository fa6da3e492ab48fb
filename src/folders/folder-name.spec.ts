import { describe, expect, it } from 'vitest';
import { Refusal } from '../contracts/decider.js';
import { folderName, MAX_NAME_LENGTH, sameName } from './folder-name.js';

const refusalOf = (typed: string): string | undefined => {
  try {
    folderName(typed);
  } catch (error) {
    if (error instanceof Refusal) return error.errors[0]?.code;
    throw error;
  }
  return undefined;
};

describe('the name of a folder (C2)', () => {
  it('is kept without blanks around it and in composed form', () => {
    expect(folderName('\t E\u0301chos du cœur ')).toBe('Échos du cœur');
  });

  it.each(['x', '1/2', '«»', '日本', '👩‍⚕️', 'e'.repeat(MAX_NAME_LENGTH), '𝄞'.repeat(MAX_NAME_LENGTH)])(
    'may be %s',
    (name) => {
      expect(folderName(name)).toBe(name);
    },
  );

  it.each([
    ['', 'required'],
    ['\u00a0\u3000', 'required'],
    ['𝄞'.repeat(MAX_NAME_LENGTH + 1), 'too-long'],
    ['a\u0007', 'malformed'],
    ['a\ud800', 'malformed'],
    ['\u200d\u0301', 'malformed'],
    ['\u2067abc', 'malformed'],
  ])('may not be %j: %s', (name, code) => {
    expect(refusalOf(name)).toBe(code);
  });

  it('is the same whatever its accents, case and letter forms', () => {
    expect(sameName('Échos', 'ECHOS')).toBe(true);
    expect(sameName('ﬁches', 'FICHES')).toBe(true);
    expect(sameName('Échos', 'Écho')).toBe(false);
  });

  it.each([
    ['Cœur', 'COEUR'],
    ['Curriculum vitæ', 'curriculum VITAE'],
    ['Straße', 'STRASSE'],
    ['L’épaule', "l'épaule"],
    ['Radio\u200blogie', 'Radiologie'],
    ['Radio\u00adlogie', 'Radiologie'],
    ['e\u200d\u0301chos', 'Échos'],
  ])('is the same in %j and %j, which nobody tells apart', (one, other) => {
    expect(sameName(one, other)).toBe(true);
    expect(sameName(other, one)).toBe(true);
  });
});
