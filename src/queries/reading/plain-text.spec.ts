import { describe, expect, it } from 'vitest';
import { plainText } from './plain-text.js';

describe('the text alternative of a body', () => {
  it('keeps paragraphs and line breaks', () => {
    expect(plainText('<p>Bonjour,</p><p>Cordialement,<br>Antoine</p>')).toBe(
      'Bonjour,\n\nCordialement,\nAntoine',
    );
  });

  it('keeps the cells of a table on their lines', () => {
    const html =
      '<table><thead><tr><th>Analyse</th><th>Résultat</th></tr></thead><tbody><tr><td>CRP</td><td>4 mg/L</td></tr></tbody></table>';
    expect(plainText(html)).toBe('Analyse   Résultat\nCRP       4 mg/L');
  });

  it('leaves headings as they are written, and pictures out', () => {
    expect(plainText('<h1>Avis</h1><p><img src="data:image/png;base64,AAAA">a &amp; b</p>')).toBe(
      'Avis\n\na & b',
    );
  });
});
