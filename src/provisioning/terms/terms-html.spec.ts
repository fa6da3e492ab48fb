import { describe, expect, it } from 'vitest';
import { Refusal } from '../../contracts/decider.js';
import { termsHtml } from './terms-html.js';

describe('the text of terms (A2)', () => {
  it('is made safe', () => {
    expect(termsHtml('<h1>CGU</h1><script>x</script>')).toBe('<h1>CGU</h1>');
  });

  it.each([' ', '<script>x</script>', '<p>\u200b</p>', '<!-- CGU -->'])(
    'has to say something: %j',
    (html) => {
      expect(() => termsHtml(html)).toThrow(Refusal);
    },
  );
});
