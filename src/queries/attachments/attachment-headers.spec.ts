import { describe, expect, it } from 'vitest';
import { attachmentHeaders } from './attachment-headers.js';

const file = (name: string, type: string) => ({ name, type, sha256: 'a'.repeat(64) });

describe('the headers of an attachment', () => {
  it('lets every browser show a PDF: without a sandbox, without guessing its type, loading nothing', () => {
    const headers = attachmentHeaders(file('MENNEBEUF.pdf', 'application/pdf'));
    expect(headers['Content-Disposition']).toBe('inline; filename=MENNEBEUF.pdf');
    expect(headers['X-Content-Type-Options']).toBe('nosniff');
    expect(headers['Content-Security-Policy']).toMatch(/^default-src 'none';/);
    expect(headers['Content-Security-Policy']).not.toContain('sandbox');
  });

  it.each(['image/png', 'text/plain', 'text/html', 'image/svg+xml'])('puts %s into a sandbox', (type) => {
    expect(attachmentHeaders(file('file', type))['Content-Security-Policy']).toMatch(/^sandbox;/);
  });

  it.each(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'application/octet-stream'])(
    'serves %s as a download only',
    (type) => {
      expect(attachmentHeaders(file('page', type))['Content-Disposition']).toMatch(/^attachment;/);
    },
  );

  it.each(['a.txt', 'a.b.log', 'README', 'données.csv'])('shows the text of %s', (name) => {
    expect(attachmentHeaders(file(name, 'text/plain'))['Content-Disposition']).toMatch(/^inline;/);
  });

  it.each(['a.js', 'a.mjs', 'a.hta', 'a.vbs', 'a.bat', 'a.ps1', 'a.html', 'a.txt.html', 'a.svg'])(
    'serves the text of %s as a download only',
    (name) => {
      expect(attachmentHeaders(file(name, 'text/plain'))['Content-Disposition']).toMatch(/^attachment;/);
    },
  );

  it('writes a name with accents in both forms (RFC 6266)', () => {
    expect(attachmentHeaders(file('Résumé €.pdf', 'application/pdf'))['Content-Disposition']).toBe(
      `inline; filename="Resume _.pdf"; filename*=UTF-8''R%C3%A9sum%C3%A9%20%E2%82%AC.pdf`,
    );
    expect(attachmentHeaders(file('日本.pdf', 'application/pdf'))['Content-Disposition']).toBe(
      "inline; filename=__.pdf; filename*=UTF-8''%E6%97%A5%E6%9C%AC.pdf",
    );
  });

  it.each([
    ['a≮b.pdf', 'filename=a_b.pdf;'],
    ['CÔN.pdf', 'filename=_CON.pdf;'],
  ])('writes %s in a form without accents that Windows takes, too', (name, written) => {
    expect(attachmentHeaders(file(name, 'application/pdf'))['Content-Disposition']).toContain(written);
  });
});
