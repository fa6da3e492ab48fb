import { describe, expect, it } from 'vitest';
import { isPlainText, isSingleLine } from './single-line.js';

describe('a text of one line', () => {
  it.each(['', 'Médecin', 'Dr O’Neill-Ñuñez', '日本', 'د. أحمد', '👩‍⚕️', 'a\u00a0b'])('may be %j', (text) => {
    expect(isSingleLine(text)).toBe(true);
  });

  it.each([
    'a\nb',
    'a\r',
    'a\tb',
    '\u0000',
    'a\u0085b',
    'a\u2028b',
    'a\u2029',
    'a\u202eb',
    'a\u2066b',
    'a\u200eb',
    'a\u200fb',
    'a\u061cb',
    '\ud83d',
  ])('is not %j', (text) => {
    expect(isSingleLine(text)).toBe(false);
  });
});

it('a text of several lines has ends of lines, and nothing else that is not seen', () => {
  expect(isPlainText('3, rue de la Paix\r\n\t54000 Nancy')).toBe(true);
  expect(isPlainText('3, rue\u202e')).toBe(false);
  expect(isPlainText('3, rue\u0007')).toBe(false);
});
