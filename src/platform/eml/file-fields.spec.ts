import { describe, expect, it } from 'vitest';
import { emlSample, faultOf, sealedEml, signingKey } from '../../../test/harness/sealed-eml.js';
import { fileFields } from './file-fields.js';

describe('the fields of a file (C9)', () => {
  it('hold a plain name as it stands', () => {
    expect(fileFields('Compte rendu 2026.pdf', 'application/pdf')).toEqual({
      contentType: 'application/pdf;\r\n name="Compte rendu 2026.pdf"',
      contentDisposition: 'attachment;\r\n filename="Compte rendu 2026.pdf"',
    });
  });

  it('hold any other in pieces of ASCII in which no space stands', () => {
    expect(fileFields("l'été  (2).pdf", 'application/pdf')).toEqual({
      contentType: 'application/pdf;\r\n name="=?UTF-8?B?bCfDqXTDqSAgKDIpLnBkZg==?="',
      contentDisposition: "attachment;\r\n filename*0*=utf-8''l%27%C3%A9t%C3%A9%20%20%282%29.pdf",
    });
  });

  it('hold none where a file has none', () => {
    expect(fileFields('', 'image/png')).toEqual({
      contentType: 'image/png',
      contentDisposition: 'attachment',
    });
  });

  it.each([
    ['double spaces', 'compte rendu  de la consultation du 16 septembre  2026 a 15 h  30.pdf'],
    ['a space at its end', `${'é'.repeat(20)}  `],
    ['255 characters of four bytes', '🩺'.repeat(127)],
    ['quotes and a backslash at its end', '"résultats"\\'],
    ['a look-alike of an encoded word', '=?UTF-8?Q?a?='],
    ['a look-alike of a character set', "note*=b'c.pdf"],
  ])('are confirmed by a seal that covers a name with %s', async (_, name) => {
    const key = await signingKey('key-1');
    const attachments = [{ name, type: 'application/pdf', bytes: Buffer.from('%PDF') }];
    const eml = await sealedEml({ ...emlSample, attachments }, key);
    expect(await faultOf(eml, key)).toBe('valid');
    expect(eml.toString('latin1')).not.toMatch(/[^\r]\n|[^\r\n]{79}/);
  });
});
