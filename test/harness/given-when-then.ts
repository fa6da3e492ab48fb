import { expect } from 'vitest';
import { type Decider, Refusal } from '../../src/contracts/decider.js';
import { type DomainEvent } from '../../src/contracts/events/event-definition.js';

/**
 * A decider's rule as an example: `specification(decider).given([events]).when(decision).then([events])`.
 * A decision is what a handler runs: `(state) => events`.
 */
export function specification<State, Event extends DomainEvent>(decider: Decider<State, Event>) {
  return {
    given(events: readonly Event[]) {
      const state = events.reduce((before, event) => decider.evolve(before, event), decider.initial);
      return {
        state,
        when(decide: (state: State) => readonly Event[]) {
          return {
            then(expected: readonly Event[]) {
              expect(decide(state)).toEqual(expected);
            },
            thenNothing() {
              expect(decide(state)).toEqual([]);
            },
            thenRefused(code: string): Refusal {
              const refusal = refusalOf(() => decide(state));
              expect(refusal.code).toBe(code);
              expect(refusal.detail).not.toBe('');
              return refusal;
            },
          };
        },
      };
    },
  };
}

function refusalOf(decide: () => unknown): Refusal {
  try {
    decide();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('the decision was not refused');
}
