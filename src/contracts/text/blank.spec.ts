import { expect, it } from 'vitest';
import { isBlank } from './blank.js';

it.each([
  '',
  ' \r\n\t',
  '\u00a0\u2028',
  '\u200b\ufeff',
  '\u0000\u0007',
  '\u00ad',
  '\u3164',
  ' \u0301',
  '\u202e',
])('nobody sees anything of %j', (text) => {
  expect(isBlank(text)).toBe(true);
});

it.each(['a', ' .', '\u200b-', '日', '👩‍⚕️', '€'])('somebody sees something of %j', (text) => {
  expect(isBlank(text)).toBe(false);
});
