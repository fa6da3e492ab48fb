import { type DomainEvent } from './events/event-definition.js';

/**
 * The pure core of an aggregate: how its state follows from its events. Decisions are functions
 * `(state, command) => events` beside it, which throw a {@link Refusal}. No Nest, I/O, clock or randomness.
 */
export interface Decider<State, Event extends DomainEvent> {
  readonly initial: State;
  /** Must cope with `private: null` in every event: the key may be destroyed. */
  evolve(state: State, event: Event): State;
}

/** A rule of the domain says no. `code` is stable and ends the `type` of the problem that HTTP answers. */
export class Refusal extends Error {
  constructor(
    /** `not-found`, `not-opened`, `not-deleted`, `expired`, … */
    readonly code: string,
    /** In French, for the user. */
    readonly detail: string,
    readonly errors: readonly RefusedField[] = [],
  ) {
    // Messages of errors end in logs; the detail may name what the user has called it.
    super(code);
    this.name = 'Refusal';
  }
}

export interface RefusedField {
  readonly field: string;
  readonly code: string;
  readonly detail: string;
  readonly address?: string;
  /** What was named and cannot be used: an upload. */
  readonly id?: string;
}
