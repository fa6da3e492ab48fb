import { describe, expect, it } from 'vitest';
import { byteRange } from './byte-range.js';

const all = { start: 0, end: 9 };

describe('the range of ten bytes that a header asks for (RFC 9110, 14.1.2)', () => {
  it.each([
    ['bytes=0-9', all],
    ['bytes=0-', all],
    ['bytes=0-1000', all],
    ['bytes=5-5', { start: 5, end: 5 }],
    ['Bytes= 2-4 ', { start: 2, end: 4 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-10', all],
    ['bytes=-100', all],
    [`bytes=-${'9'.repeat(400)}`, all],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=10-20', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', undefined],
    ['bytes=20-10', undefined],
    ['bytes=-', undefined],
    ['bytes=', undefined],
    ['bytes', undefined],
    ['bytes=a-b', undefined],
    ['bytes=0-1,3-4', undefined],
    ['bytes=0-1,5-4', undefined],
    ['lines=0-1', undefined],
  ])('%s', (header, range) => {
    expect(byteRange(header, 10)).toEqual(range);
  });

  it.each([
    ['bytes=-5', undefined],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=0-', 'unsatisfiable'],
    ['bytes=0-0', 'unsatisfiable'],
  ])('%s, of no bytes', (header, range) => {
    expect(byteRange(header, 0)).toEqual(range);
  });
});
