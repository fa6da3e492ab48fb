import { describe, expect, it } from 'vitest';
import { deterministicUuid, SeededRandomness, SystemRandomness } from './randomness.js';

describe('deterministicUuid', () => {
  it('is the one it always was: stored ids are derived by it again', () => {
    expect(deterministicUuid('message', 'é😀', '')).toBe('72ec633d-469e-8687-818a-d4342c10003b');
  });

  it('tells parts from their concatenation', () => {
    const made = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', '']].map((parts) => deterministicUuid(...parts));
    expect(new Set(made).size).toBe(4);
  });
});

describe('SystemRandomness', () => {
  it('draws as many bytes as asked for, in memory of their own', () => {
    const random = new SystemRandomness();
    const [one, two] = [random.bytes(32), random.bytes(32)];
    expect([one.length, random.bytes(0).length, one.equals(two), one.buffer.byteLength]).toEqual([
      32,
      0,
      false,
      32,
    ]);
  });
});

describe('SeededRandomness', () => {
  it('draws the same UUIDs for the same seed, each of version 8', () => {
    const [one, two] = [new SeededRandomness('s'), new SeededRandomness('s')];
    for (let n = 0; n < 50; n += 1) {
      const uuid = one.uuid();
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(two.uuid()).toBe(uuid);
    }
  });
});
