import { expect, it } from 'vitest';
import { parisDay, startOfParisDay } from './paris-day.js';

it.each([
  ['2026-11-22T22:59:59.999Z', '2026-11-22'],
  ['2026-11-22T23:00:00.000Z', '2026-11-23'],
  ['2026-07-01T21:59:59.999Z', '2026-07-01'],
  ['2026-07-01T22:00:00.000Z', '2026-07-02'],
])('at %s it is %s in France', (instant, day) => {
  expect(parisDay(new Date(instant))).toBe(day);
});

it.each([
  [2026, 1, 1, '2025-12-31T23:00:00.000Z'],
  [2026, 7, 14, '2026-07-13T22:00:00.000Z'],
  // The clocks change on 29 March and 25 October: those days begin as the ones before, and end as the ones after.
  [2026, 3, 29, '2026-03-28T23:00:00.000Z'],
  [2026, 3, 30, '2026-03-29T22:00:00.000Z'],
  [2026, 10, 25, '2026-10-24T22:00:00.000Z'],
  [2026, 10, 26, '2026-10-25T23:00:00.000Z'],
  [2026, 12, 32, '2026-12-31T23:00:00.000Z'],
])('in France %i-%i-%i begins at %s', (year, month, day, instant) => {
  expect(startOfParisDay(year, month, day).toISOString()).toBe(instant);
});
