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

const MIB = 1024 * 1024;
const filled = (piece: string, length = MIB): string => piece.repeat(Math.floor(length / piece.length));

describe('the worst a body can hold', () => {
  it.each([
    [
      'a cell that spans a hundred million',
      '<table><tr><td colspan="9999" rowspan="9999">x</td></tr></table>',
    ],
    ['cells with spans', `<table>${filled('<tr><td colspan="100" rowspan="100">x</td></tr>')}</table>`],
    ['cells', `<table>${filled('<tr><td>x</td><td>y</td></tr>')}</table>`],
    ['cells of one row', `<table><tr>${filled('<td>x</td>')}</tr></table>`],
    [
      'a wide cell',
      `<table><tr><td>${filled('x', MIB / 2)}</td></tr>${filled('<tr><td>x</td><td>y</td></tr>', MIB / 2)}`,
    ],
    [
      'a tall cell',
      `<table><tr><td>${filled('x<br>', MIB / 2)}</td>${filled('<td>y</td>', MIB / 2)}</tr></table>`,
    ],
    ['tables in tables', '<table><tr><td>'.repeat(33) + filled('x<br>')],
    ['lists in lists', '<ul><li>'.repeat(50) + filled('x<br>')],
    ['links in links', '<a href="https://x.test">'.repeat(100) + filled('x ')],
    ['quotes in quotes', '<blockquote>'.repeat(100) + filled('x<br>')],
  ])('%s: no more than eight times its length', (_, html) => {
    const text = plainText(html);
    expect(text.includes('x')).toBe(true);
    expect(text.length).toBeLessThan(8 * html.length);
  });

  it('nested five thousand times overflows no stack', () => {
    expect(plainText('<div>'.repeat(5_000) + 'x').length).toBeLessThan(1_000);
  });

  it('numbers in Roman numerals as far as they go', () => {
    expect(plainText('<ol type="i" start="3"><li>a</li></ol>')).toBe(' iii. a');
    expect(plainText('<ol type="I" start="9999"><li>a</li></ol>')).toBe(' 9999. a');
    expect(plainText(`<ol type="i">${'<li>a</li>'.repeat(4_000)}</ol>`)).toContain(' 4000. a');
  });

  it('lays cells of several lines out one after another', () => {
    expect(plainText('<table><tr><td>a<br>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>')).toBe(
      'a\nb\nc\nd   e',
    );
  });
});
