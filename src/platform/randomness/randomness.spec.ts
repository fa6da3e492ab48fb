import { describe, expect, it } from 'vitest';
import { deterministicUuid } from './randomness.js';

describe('deterministicUuid', () => {
  it('is the one it always was: stored ids are derived by it again', () => {
    expect(deterministicUuid('message', 'é😀', '')).toBe('72ec633d-469e-8687-818a-d4342c10003b');
  });

  it('tells parts from their concatenation', () => {
    const made = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', '']].map((parts) => deterministicUuid(...parts));
    expect(new Set(made).size).toBe(4);
  });
});
