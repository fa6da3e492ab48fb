import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfCopy, expiryDate } from '../../src/contracts/retention/expiry-date.js';
import { daysLater, threeMonthsLater } from '../harness/paris-oracle.js';
import { RetentionWorld, type RetentionStep, rules, type SweepRules } from '../harness/retention-world.js';

const DAY = 86_400_000;
const mailbox = fc.nat(2);
const step: fc.Arbitrary<RetentionStep> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      from: mailbox,
      to: fc.uniqueArray(mailbox, { minLength: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('save' as const), draft: fc.nat(1) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      mailbox,
      days: fc.option(fc.integer({ min: 1, max: 89 })),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'sweep' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), milliseconds: fc.nat(40 * DAY) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('next' as const), beside: fc.constantFrom(-1, 0, 1) }),
  },
);

/** Clock changes of Paris and ends of months are within reach of every start. */
const start = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2030-12-31T00:00:00Z'),
  noInvalidDate: true,
});

const neverEarlyNorLate = (sweepRules: SweepRules) =>
  fc.property(start, fc.array(step, { maxLength: 30 }), (from, steps) => {
    const world = new RetentionWorld(from.getTime(), sweepRules);
    for (const one of [...steps, { kind: 'sweep' } as const]) world.step(one);
  });

describe('retention on a random calendar (R1)', () => {
  it('dates every end as the calendar of Paris does', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 89 }), (from, days) => {
        expect(expiryDate(from).getTime()).toBe(threeMonthsLater(from));
        expect(endOfCopy(from, days).getTime()).toBe(Math.min(threeMonthsLater(from), daysLater(from, days)));
        expect(endOfCopy(from, 89).getTime()).toBeLessThanOrEqual(threeMonthsLater(from));
      }),
      { numRuns: 500 },
    );
  });

  it('deletes nothing early and leaves nothing late', () => {
    fc.assert(neverEarlyNorLate(rules), { numRuns: 300 });
  });

  it.each<[string, SweepRules]>([
    ['a sweep that leaves what is due at this very instant', { ...rules, isDue: (due, now) => due < now }],
    [
      'months counted in UTC',
      {
        ...rules,
        endOf: (sealedAt, days) => {
          if (days !== null) return rules.endOf(sealedAt, days);
          const end = new Date(sealedAt);
          end.setUTCMonth(end.getUTCMonth() + 3);
          return end;
        },
      },
    ],
    [
      'days of 24 hours across the change of the clocks',
      {
        ...rules,
        endOf: (sealedAt, days) =>
          days === null ? rules.endOf(sealedAt, null) : new Date(sealedAt.getTime() + days * DAY),
      },
    ],
  ])('notices %s', (_, faulty) => {
    expect(fc.check(neverEarlyNorLate(faulty), { numRuns: 2_000 }).failed).toBe(true);
  });
});
