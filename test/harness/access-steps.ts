import fc from 'fast-check';
import { ABSOLUTE_MS, IDLE_MS } from '../../src/auth/sessions/session-life.js';

/** Each has a session from the start, in this order. */
export const PEOPLE = ['antoine', 'claire'];

export type AccessStep =
  | { readonly do: 'login'; readonly person: number }
  | { readonly do: 'request' | 'look'; readonly session: number; readonly at: number }
  | { readonly do: 'end'; readonly session: number; readonly how: 'own' | 'portal' | 'identity' }
  | { readonly do: 'right'; readonly person: number; readonly may: boolean; readonly at: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'run'; readonly operations: number };

const person = fc.nat(1);
const at = fc.nat(1);
const session = fc.nat(2);
const of = <T extends string>(name: T) => fc.constant(name);
const step: fc.Arbitrary<AccessStep> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: of('login'), person }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('request', 'look'), session, at }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: of('end'), session, how: fc.constantFrom('own', 'portal', 'identity') }),
  },
  { weight: 5, arbitrary: fc.record({ do: of('right'), person, may: fc.boolean(), at }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: of('wait'), ms: fc.constantFrom(1, IDLE_MS / 2, IDLE_MS, ABSOLUTE_MS) }),
  },
  { weight: 7, arbitrary: fc.record({ do: of('run'), operations: fc.integer({ min: 1, max: 24 }) }) },
);

/** What is asked for while a right ends, and once more as soon as it has: by chance alone that is rare. */
const ending: fc.Arbitrary<AccessStep[]> = fc
  .record({
    person,
    at,
    what: fc.constantFrom('request' as const, 'look' as const),
    early: fc.nat(3),
    late: fc.nat(6),
  })
  .map(({ person: index, at: process, what, early, late }) => {
    const ask: AccessStep = { do: what, session: index, at: process };
    return [
      ask,
      { do: 'run', operations: early },
      { do: 'right', person: index, may: false, at: process },
      { do: 'run', operations: late },
      ask,
    ];
  });
export const anyAccessSteps: fc.Arbitrary<AccessStep[]> = fc
  .array(fc.oneof({ weight: 5, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: ending }), {
    minLength: 15,
    maxLength: 50,
    size: 'max',
  })
  .map((steps) => steps.flat());
