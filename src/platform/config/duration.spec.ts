import { describe, expect, it } from 'vitest';
import { durationMs } from './duration.js';

const from = new Date('2026-11-23T10:00:00.000Z');
const DAY = 86_400_000;

describe('durationMs', () => {
  it.each([
    ['P1D', DAY],
    ['-P1D', -DAY],
    ['PT90S', 90_000],
    ['P1W', 7 * DAY],
    ['P1DT2H3M4S', DAY + 7_384_000],
    ['P3M', Date.parse('2027-02-23T10:00:00.000Z') - from.getTime()],
    ['P1Y', Date.parse('2027-11-23T10:00:00.000Z') - from.getTime()],
  ])('reads %s', (text, expected) => {
    expect(durationMs(text, from)).toBe(expected);
  });

  it.each(['', 'P', 'PT', 'P1', '1D', 'P1H', 'P1DT', 'soon'])('refuses « %s »', (text) => {
    expect(() => durationMs(text, from)).toThrow(RangeError);
  });
});
