import { describe, expect, it } from 'vitest';
import { foldText } from './fold-text.js';

describe('foldText', () => {
  it.each([
    ['Écho-Doppler À REVOIR', 'echo-doppler a revoir'],
    ['Ligature ﬁbrose', 'ligature fibrose'],
    ['E\u0301tat', 'etat'],
    ['Compte rendu', 'compte rendu'],
    ['', ''],
  ])('folds « %s » to « %s »', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });
});
