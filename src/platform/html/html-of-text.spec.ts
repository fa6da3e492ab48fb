import { expect, it } from 'vitest';
import { escapeHtml, htmlOfText } from './html-of-text.js';

it('makes paragraphs of what empty lines part, and keeps the other line breaks', () => {
  expect(htmlOfText('Bonjour,\r\n\r\nAbsent.\nDr A.\n \n\nFin\n')).toBe(
    '<p>Bonjour,</p><p>Absent.<br />Dr A.</p><p>Fin</p>',
  );
});

it('leaves nothing of what was written to be taken for html', () => {
  expect(htmlOfText('<b>&amp; "A"')).toBe('<p>&lt;b&gt;&amp;amp; &quot;A&quot;</p>');
  expect(escapeHtml('"><script>')).toBe('&quot;&gt;&lt;script&gt;');
});
