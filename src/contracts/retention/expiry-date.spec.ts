import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expiryDate } from './expiry-date.js';

const after = (sealedAt: string) => expiryDate(new Date(sealedAt)).toISOString();

describe('the date at which a message ends (R1)', () => {
  it.each([
    ['an ordinary day keeps its wall time', '2026-01-15T09:30:00.123Z', '2026-04-15T08:30:00.123Z'],
    ['summer to winter', '2026-09-16T10:37:00.000Z', '2026-12-16T11:37:00.000Z'],
    ['30 November to the last day of February', '2026-11-30T12:00:00.000Z', '2027-02-28T12:00:00.000Z'],
    ['in a leap year that is the 29th', '2027-11-30T12:00:00.000Z', '2028-02-29T12:00:00.000Z'],
    ['31 March to 30 June', '2026-03-31T12:00:00.000Z', '2026-06-30T12:00:00.000Z'],
    [
      'the day is that of Paris: 31 December 23:30 UTC is 1 January',
      '2026-12-31T23:30:00.000Z',
      '2027-03-31T22:30:00.000Z',
    ],
    ['over the year', '2026-11-23T10:00:00.000Z', '2027-02-23T10:00:00.000Z'],
    [
      '28 December 02:30 would be in the hour that 28 March 2027 skips: 03:30',
      '2026-12-28T01:30:00.000Z',
      '2027-03-28T01:30:00.000Z',
    ],
    [
      '25 July 02:30 would be in the hour that 25 October 2026 repeats: the first',
      '2026-07-25T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
    ],
    ['the second before that hour', '2026-07-24T23:59:59.999Z', '2026-10-24T23:59:59.999Z'],
    ['the hour after it', '2026-07-25T01:00:00.000Z', '2026-10-25T02:00:00.000Z'],
  ])('%s', (_, sealedAt, expiresAt) => {
    expect(after(sealedAt)).toBe(expiresAt);
  });

  it('is what counting day by day on the calendar of Paris finds', () => {
    fc.assert(
      fc.property(anyInstant, (sealedAt) => {
        expect(parisWall(expiryDate(sealedAt)).slice(0, 10)).toBe(countedDay(sealedAt));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the wall time, but for the hour that the clock change skips', () => {
    fc.assert(
      fc.property(anyInstant, (sealedAt) => {
        const from = parisWall(sealedAt).slice(11);
        const to = parisWall(expiryDate(sealedAt)).slice(11);
        const moved = to === from.replace(/^02/, '03');
        expect(to === from || moved).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('of a message sealed later is earlier by a day at most (the short months gather their last days)', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 7_200_000, max: 10 * 86_400_000 }), (sealedAt, later) => {
        const second = new Date(sealedAt.getTime() + later);
        expect(expiryDate(second).getTime()).toBeGreaterThanOrEqual(
          expiryDate(sealedAt).getTime() - 86_400_000,
        );
      }),
    );
  });
});

const anyInstant = fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });

const wallFormat = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
});
const parisWall = (instant: Date) => wallFormat.format(instant);

/** Walks the calendar one day at a time until the third month has come, and on to the day or the month's last. */
function countedDay(sealedAt: Date): string {
  const start = parisWall(sealedAt).slice(0, 10);
  let day = new Date(`${start}T12:00:00Z`);
  let months = 0;
  while (months < 3) {
    const before = day;
    day = new Date(day.getTime() + 86_400_000);
    if (day.getUTCMonth() !== before.getUTCMonth()) months += 1;
  }
  const month = day.getUTCMonth();
  while (day.getUTCDate() < Number(start.slice(8))) {
    const next = new Date(day.getTime() + 86_400_000);
    if (next.getUTCMonth() !== month) break;
    day = next;
  }
  return day.toISOString().slice(0, 10);
}
