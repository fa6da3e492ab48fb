import { describe, expect, it } from 'vitest';
import { wellFormed } from './well-formed.js';

describe('text made well formed', () => {
  it.each([
    ['a\ud83d', 'a\ufffd'],
    ['\ude00b', '\ufffdb'],
    ['\ude00\ud83d', '\ufffd\ufffd'],
    ['\ud83d\ud83d\ude00', '\ufffd😀'],
  ])('%j', (text, expected) => {
    expect(wellFormed(text)).toBe(expected);
  });

  it('leaves what is', () => {
    expect(wellFormed('Été 😀')).toBe('Été 😀');
  });
});
