import { expect, it } from 'vitest';
import { daysToAnnounce } from './announced-days.js';

it('announces each day once, a week before (R2)', () => {
  expect(daysToAnnounce('2027-02-22', '2027-02-16')).toEqual(['2027-02-23']);
  expect(daysToAnnounce('2027-02-23', '2027-02-16')).toEqual([]);
});

it('catches up after a time of being off, with what has not ended yet (R2)', () => {
  expect(daysToAnnounce('2027-02-22', '2027-02-18')).toEqual(['2027-02-23', '2027-02-24', '2027-02-25']);
  expect(daysToAnnounce('2027-01-01', '2027-02-27')[0]).toBe('2027-02-27');
  expect(daysToAnnounce(null, '2027-02-27')).toHaveLength(8);
});

it('announces nothing again where the clock was set back', () => {
  expect(daysToAnnounce('2027-02-22', '2026-11-23')).toEqual([]);
});
