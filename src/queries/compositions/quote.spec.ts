import { describe, expect, it } from 'vitest';
import { sanitizeHtml } from '../../platform/html/html-sanitizer.js';
import { plainText } from '../../platform/html/plain-text.js';
import { quotedForward, quotedReply, type QuotedMessage } from './quote.js';

const MiB = 1024 * 1024;
const message: QuotedMessage = {
  from: { address: 'antoine.mennebeuf@medimail.test', name: 'Antoine Mennebeuf' },
  to: [{ address: 'claire.pradel@medimail.test', name: 'Claire Pradel' }],
  cc: [{ address: 'x@ailleurs.test', name: '' }],
  subject: 'Bilan <b>"1 & 2"</b>',
  sentAt: '2020-09-16T10:37:00.000Z',
  html: '<p>Bonjour</p>',
};
const who = 'Antoine Mennebeuf &lt;antoine.mennebeuf@medimail.test&gt;';

describe('a message quoted', () => {
  it('in an answer stands after who wrote it and when, in the time of Paris; the writer begins before (D4)', () => {
    expect(quotedReply(message)).toBe(
      `<p><br /></p><p>Le 16/09/2020 à 12:37, ${who} a écrit :</p><blockquote><p>Bonjour</p></blockquote>`,
    );
  });

  it('in a forward stands after its envelope (D6)', () => {
    const html = quotedForward(message);
    expect(html.startsWith('<p><br /></p>')).toBe(true);
    expect(html.endsWith('<blockquote><p>Bonjour</p></blockquote>')).toBe(true);
    expect(plainText(html)).toContain(
      [
        'De : Antoine Mennebeuf <antoine.mennebeuf@medimail.test>',
        'Date : 16/09/2020 à 12:37',
        'À : Claire Pradel <claire.pradel@medimail.test>',
        'Cc : x@ailleurs.test',
        'Objet : Bilan <b>"1 & 2"</b>',
      ].join('\n'),
    );
    expect(quotedForward({ ...message, cc: [] })).not.toContain('Cc :');
  });

  it('holds what names say as text, never as html', () => {
    const name = '<img src=x onerror=alert(1)> & « A »';
    const from = { address: 'a@medimail.test', name };
    for (const html of [quotedReply({ ...message, from }), quotedForward({ ...message, from })]) {
      expect(html).not.toContain('<img');
      expect(plainText(html)).toContain(name);
    }
  });

  it.each([
    ['deep', '<ul><li>'.repeat(49) + 'fond' + '</li></ul>'.repeat(49)],
    ['with a table and quotes', '<table><tbody><tr><td>"1"</td></tr></tbody></table>'],
    ['empty', ''],
  ])('is safe as it stands: %s', (_, html) => {
    const quoted = quotedReply({ ...message, html: sanitizeHtml(html) });
    expect(sanitizeHtml(quoted)).toBe(quoted);
  });
});

describe('a message too long to be quoted whole', () => {
  const fits = (html: string) => {
    expect(Buffer.byteLength(html)).toBeLessThan(MiB - 100 * 1024);
    expect(JSON.stringify(html).length).toBeLessThan(1.6 * MiB);
    expect(sanitizeHtml(html)).toBe(html);
  };

  it('leaves its pictures out first', () => {
    const picture = `<img src="data:image/png;base64,${'A'.repeat(MiB - 200)}" />`;
    const html = quotedReply({ ...message, html: `<p>avant</p>${picture}<p>après</p>` });
    fits(html);
    expect(html).toContain('<blockquote><p>avant</p><p>après</p></blockquote>');
    expect(html).not.toContain('[…]');
  });

  it.each([
    ['text', 'é'.repeat(MiB / 2 - 10)],
    ['paragraphs', '<p>ligne <b>grasse</b></p>'.repeat(MiB / 26 - 1)],
    ['entities', '&amp;'.repeat(MiB / 5 - 1)],
    ['surrogates', '😀'.repeat(MiB / 4 - 1)],
    ['quotes, twice as long in JSON', '"'.repeat(MiB - 10)],
    ['controls, six times as long in JSON', '\u0001'.repeat(MiB - 10)],
    ['one tag that is never closed before its end', `<p style="color:#fff">${'x'.repeat(MiB - 40)}</p>`],
  ])('loses its end, and says so: %s', (_, html) => {
    for (const quoted of [quotedReply({ ...message, html }), quotedForward({ ...message, html })]) {
      fits(quoted);
      expect(quoted).toMatch(/<p>\[…\]<\/p>$/);
      expect(quoted).not.toMatch(/\ufffd/);
      expect(Buffer.byteLength(quoted)).toBeGreaterThan(200 * 1024);
    }
  });

  it('keeps its envelope whole, of 500 recipients too', () => {
    const to = Array.from({ length: 500 }, (_, n) => ({
      address: `${'x'.repeat(60)}${n}@medimail.test`,
      name: `"${'&'.repeat(254)}`,
    }));
    const html = quotedForward({ ...message, to, html: 'x'.repeat(MiB - 10) });
    fits(html);
    expect(plainText(html)).toContain('499@medimail.test');
  });
});
