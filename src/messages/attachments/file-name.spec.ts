import { expect, it } from 'vitest';
import { keptFileName } from './file-name.js';

it.each([
  ['compte-rendu.pdf', 'compte-rendu.pdf'],
  ['Dupont / Bilan : 12.pdf', 'Dupont / Bilan : 12.pdf'],
  ['../../etc/passwd', '../../etc/passwd'],
  ['CON', 'CON'],
  ['re\u0301sultat.pdf', 're\u0301sultat.pdf'],
  ['facture\u202efdp.exe', 'facture\u202efdp.exe'],
  [' a\r\nb\u0000.txt ', 'ab.txt'],
  ['\ud800.txt', '\ufffd.txt'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(251)}.pdf`],
  [`${'x'.repeat(250)}😀😀.pdf`, `${'x'.repeat(250)}.pdf`],
])('%j is kept as %j', (name, expected) => {
  expect(keptFileName(name)).toBe(expected);
});

it.each(['', ' ', '\u00a0', '\u0007', '\u200b', '\u202e\ufeff ', '\u2028'])('%j is no name', (name) => {
  expect(keptFileName(name)).toBe('');
});
