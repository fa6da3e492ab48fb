import { type Decider } from '../../contracts/decider.js';
import { type DomainEvent } from '../../contracts/events/event-definition.js';
import { deterministicUuid } from '../randomness/randomness.js';

/** A stream's state as far as it was read, and which event stands where. */
export interface FoldedStream<State> {
  readonly state: State;
  /** -1 where the stream does not exist. */
  readonly revision: number;
  /** Event id → revision: tells whether an operation was carried out before. */
  readonly revisions: Map<string, number>;
}

export function emptyStream<State>(decider: Decider<State, never>): FoldedStream<State> {
  return { state: decider.initial, revision: -1, revisions: new Map() };
}

/** The ids of an operation's events are the same at every try. */
export function eventId(operation: string, stream: string, index: number): string {
  return deterministicUuid(operation, stream, String(index));
}

/** Folds further events on top. `revisions` is shared with what it was folded on: a stream only ever grows. */
export function foldedWith<State, Event extends DomainEvent>(
  decider: Decider<State, Event>,
  folded: FoldedStream<State>,
  events: readonly { readonly event: Event; readonly id: string; readonly revision: number }[],
): FoldedStream<State> {
  let { state, revision } = folded;
  for (const recorded of events) {
    state = decider.evolve(state, recorded.event);
    revision = recorded.revision;
    folded.revisions.set(recorded.id, recorded.revision);
  }
  return { state, revision, revisions: folded.revisions };
}

/** The revision of the last event that the operation left in the stream; undefined where it left none. */
export function revisionOfOperation(
  folded: FoldedStream<unknown>,
  operation: string,
  stream: string,
): number | undefined {
  if (folded.revisions.size === 0) return undefined;
  let last = folded.revisions.get(eventId(operation, stream, 0));
  if (last === undefined) return undefined;
  for (let index = 1; ; index += 1) {
    const next = folded.revisions.get(eventId(operation, stream, index));
    if (next === undefined) return last;
    last = next;
  }
}
