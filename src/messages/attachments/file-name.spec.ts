import { expect, it } from 'vitest';
import { safeFileName } from './file-name.js';

it.each([
  ['compte-rendu.pdf', 'compte-rendu.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\x\\note.txt', 'note.txt'],
  ['a\r\nb\u0000.txt', 'ab.txt'],
  ['facture\u202efdp.exe', 'facturefdp.exe'],
  ['re\u0301sultat.pdf', 'résultat.pdf'],
  ['  ', 'sans-nom'],
  ['..', 'sans-nom'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(251)}.pdf`],
  [`${'x'.repeat(250)}😀😀.pdf`, `${'x'.repeat(250)}.pdf`],
])('%j is kept as %j', (name, expected) => {
  expect(safeFileName(name)).toBe(expected);
});
