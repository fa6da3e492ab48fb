import { describe, expect, it } from 'vitest';
import { type Position } from '../event-store.js';
import { fromPosition, isTold, toPosition } from './position.js';

const NOT_TOLD = 18_446_744_073_709_551_615n;

describe('a position of EventStoreDB', () => {
  it('is its two offsets, each of twenty digits', () => {
    expect(toPosition({ commit: 1234n, prepare: 1200n })).toBe('00000000000000001234-00000000000000001200');
  });

  it.each([0n, 1n, 9_007_199_254_740_993n, 9_223_372_036_854_775_807n])(
    'comes back as it was: %s',
    (offset) => {
      const position = { commit: offset, prepare: offset };
      expect(fromPosition(toPosition(position))).toEqual(position);
    },
  );

  it('is ordered as the log is, first by commit, then by prepare', () => {
    const inOrder = [
      { commit: 9n, prepare: 9n },
      { commit: 10n, prepare: 2n },
      { commit: 10n, prepare: 10n },
      { commit: 1_000_000_000_000n, prepare: 0n },
    ].map(toPosition);
    expect([...inOrder].reverse().sort()).toEqual(inOrder);
  });

  it.each(['', '17', '0000-0000', `${'0'.repeat(20)}-${'0'.repeat(19)}x`])('is not made of "%s"', (text) => {
    expect(() => fromPosition(text as Position)).toThrow(RangeError);
  });

  it('is not told where the server answers the greatest number there is, or nothing', () => {
    expect(isTold(undefined)).toBe(false);
    expect(isTold({ commit: NOT_TOLD, prepare: NOT_TOLD })).toBe(false);
    expect(isTold({ commit: 0n, prepare: 0n })).toBe(true);
  });
});
