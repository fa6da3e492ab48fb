import { type Decider } from '../../contracts/decider.js';
import { type DomainEvent } from '../../contracts/events/event-definition.js';

/** Who acts, for which mailbox, in answer to what. */
export interface CommandContext {
  readonly actor: string | null;
  readonly mailbox: string | null;
  /** The mobile device by which the actor acts; absent where it is none. */
  readonly device?: string | undefined;
  readonly correlationId: string;
  /** Id of the event or command that caused this one; the correlation id where there is none. */
  readonly causationId: string;
  /**
   * What makes the ids of this command's events the same at every try: the idempotency key scoped to person,
   * mailbox and route, or a random id drawn once for a command without one.
   */
  readonly operation: string;
  /**
   * The operation may have been tried before, by another process too (it has an idempotency key, or a policy
   * repeats it): handlers then look for what it left before they make anything anew.
   */
  readonly keyed?: boolean;
}

export interface Loaded<State> {
  readonly state: State;
  /** -1 where the stream does not exist. */
  readonly revision: number;
}

export interface Executed<State, Event> extends Loaded<State> {
  readonly stream: string;
  /** Empty where the decision changed nothing, or where this operation had been carried out before. */
  readonly events: readonly Event[];
}

/**
 * Loads, folds, decides, appends at the revision read. Commands of one stream run one at a time in this process;
 * a conflict with another process is retried up to 20 times, with jitter. Folded states of hot streams are cached,
 * brought up to date by reading the stream's tail, and still checked by revision at the append.
 */
export interface Aggregates {
  /**
   * @param decide pure; runs again after each conflict; throws a {@link Refusal}
   * @param options.fresh the stream is most likely not there yet: it is read only where the append says otherwise
   * @throws Refusal, TooManyConflicts, StreamBusy, UndecodableEvent, AppendTooLarge, AppendOutcomeUnknown,
   *   EventStoreUnavailable
   */
  execute<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    stream: string,
    context: CommandContext,
    decide: (state: State) => readonly Event[],
    options?: { readonly fresh?: boolean },
  ): Promise<Executed<State, Event>>;
  /** The state as the log has it now: cached state plus the stream's tail. */
  load<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    stream: string,
  ): Promise<Loaded<State>>;
  /** Drops what is cached of the stream: its key was destroyed, and what was read under it must go too. */
  forget(stream: string): void;
}

/** Nest's injection token of the {@link Aggregates}. */
export const AGGREGATES = Symbol('Aggregates');
