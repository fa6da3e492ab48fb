import { expect, it } from 'vitest';
import { nextTry, PATIENCE_MS } from './retry.js';

const queued = new Date('2026-11-23T10:00:00.000Z');

it('waits longer after each failure, an hour at most', () => {
  const minutes = [1, 2, 3, 6, 7, 50].map((tries) => {
    const next = nextTry(queued, tries, queued);
    return ((next?.getTime() ?? 0) - queued.getTime()) / 60_000;
  });
  expect(minutes).toEqual([1, 2, 4, 32, 60, 60]);
});

it('gives up after two days, and not while a server is down for one', () => {
  const later = (milliseconds: number) => new Date(queued.getTime() + milliseconds);
  expect(nextTry(queued, 30, later(PATIENCE_MS / 2))).toBeDefined();
  expect(nextTry(queued, 50, later(PATIENCE_MS - 3_600_000))).toEqual(later(PATIENCE_MS));
  expect(nextTry(queued, 50, later(PATIENCE_MS - 3_599_999))).toBeUndefined();
});
