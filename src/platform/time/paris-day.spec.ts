import { expect, it } from 'vitest';
import { parisDay } from './paris-day.js';

it.each([
  ['2026-11-22T22:59:59.999Z', '2026-11-22'],
  ['2026-11-22T23:00:00.000Z', '2026-11-23'],
  ['2026-07-01T21:59:59.999Z', '2026-07-01'],
  ['2026-07-01T22:00:00.000Z', '2026-07-02'],
])('at %s it is %s in France', (instant, day) => {
  expect(parisDay(new Date(instant))).toBe(day);
});
