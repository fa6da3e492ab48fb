import fc from 'fast-check';
import { expect, it } from 'vitest';
import { downloadName } from './download-name.js';

it.each([
  ['compte-rendu.pdf', 'compte-rendu.pdf'],
  ['../../etc/passwd', '_.._.._etc_passwd'],
  ['C:\\Users\\x', 'C__Users_x'],
  ['CON.pdf', '_CON.pdf'],
  ['con', '_con'],
  ['Aux .tar.gz', '_Aux .tar.gz'],
  ['LPT1', '_LPT1'],
  ['COM²', '_COM²'],
  ['CONIN$', '_CONIN$'],
  ['contrat.pdf', 'contrat.pdf'],
  ['com10.txt', 'com10.txt'],
  ['a\u202efdp.exe', 'a_fdp.exe'],
  ['a\u2066b\u061cc\u200bd.txt', 'a_b_c_d.txt'],
  ['nom.pdf. . ', 'nom.pdf'],
  ['.htaccess', '_.htaccess'],
  ['   ', 'document'],
  ['...', 'document'],
  ['line\r\nbreak', 'line__break'],
  ['re\u0301sultat.pdf', 'résultat.pdf'],
  [`${'é'.repeat(200)}.pdf`, `${'é'.repeat(98)}.pdf`],
  [`${'😀'.repeat(100)}.pdf`, `${'😀'.repeat(49)}.pdf`],
])('makes %j safe on every system', (name, safe) => {
  expect(downloadName(name)).toBe(safe);
});

it('makes every name one that Windows, macOS and Linux take', () => {
  const parts = fc.constantFrom(
    'CON',
    'nul',
    '.',
    ' ',
    '/',
    '\\',
    ':',
    '\u202e',
    '\u0000',
    '\ud800',
    'é',
    '.pdf',
    '¹',
  );
  const names = fc.array(fc.oneof(parts, fc.string({ unit: 'binary' })), { maxLength: 300 });
  fc.assert(
    fc.property(names, (pieces) => {
      const name = downloadName(pieces.join(''));
      // eslint-disable-next-line no-control-regex -- what is forbidden
      expect(name).not.toMatch(/[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(name).not.toMatch(/[. ]$|^[. ]/);
      expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(201);
      expect(name.normalize('NFC')).toBe(name);
      expect(name).not.toBe('');
    }),
    { numRuns: 2_000 },
  );
});
