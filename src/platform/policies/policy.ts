import { type RecordedEvent } from '../../contracts/events/event-definition.js';
import { type AnyEvent } from '../../contracts/events/registry.js';
import { type CommandContext } from '../commands/aggregates.js';
import { type StoredEvent } from '../event-store/event-store.js';
import { deterministicUuid } from '../randomness/randomness.js';

type EventType = AnyEvent['type'];
type EventNamed<Type extends EventType> = Extract<AnyEvent, { readonly type: Type }>;

/**
 * In which a policy answers an event: a command's context whose ids follow from the event. The same event gives the
 * same ids at every delivery, so that answering it twice does a thing once: commands with this context append once,
 * and what leaves the service (a mail) takes its id from {@link operation}.
 */
export interface PolicyContext extends CommandContext {
  readonly keyed: true;
  /** The context of one of several answers to the event, by a name of the policy's own: `relay/<recipient>`. */
  part(name: string): PolicyContext;
  /** The policy is to stop: what can be done again may be broken off, by throwing. */
  readonly signal: AbortSignal;
}

/** What must happen whenever something has happened; run by `PolicyEngine` in the role `policies`. */
export interface Policy {
  /** Names its checkpoint and the ids of what it emits: never changed, never used again. */
  readonly name: string;
  /** Stream prefixes that it follows: `message-`, … */
  readonly prefixes: readonly string[];
  /** The event types that it answers: others are not even decoded. */
  readonly types: ReadonlySet<string>;
  /**
   * Where it begins when it runs for the first time: at the start of the log, for what must hold of everything that
   * ever happened, or now, for what would surprise if it answered what is long past (mail).
   */
  readonly begins: 'start' | 'now';
  /** Streams whose events are answered at once; within a stream they are answered in order. */
  readonly concurrency: number;
  /** Says by its clear part alone that an event is not to be answered: spares its decryption. */
  readonly wants?: (stored: StoredEvent) => boolean;
  /**
   * Answers the event. At least once: after a crash, a lost lease or an error again, with the same context.
   *
   * @throws TryLater what it needs outside is out of reach: it is asked again, and what comes after waits
   * @throws Refusal the event is parked at once; any other error is tried again a few times first
   */
  on(event: RecordedEvent<AnyEvent>, context: PolicyContext): Promise<void>;
}

export interface PolicyDefinition<Type extends EventType> {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly types: readonly Type[];
  readonly begins?: Policy['begins'];
  /** 8 by default. */
  readonly concurrency?: number;
  readonly wants?: (stored: StoredEvent) => boolean;
  readonly on: (event: RecordedEvent<EventNamed<Type>>, context: PolicyContext) => Promise<void>;
}

const CONCURRENCY = 8;

export function definePolicy<Type extends EventType>(definition: PolicyDefinition<Type>): Policy {
  const { name, prefixes, types, begins = 'start', concurrency = CONCURRENCY, wants, on } = definition;
  return {
    name,
    prefixes,
    types: new Set(types),
    begins,
    concurrency,
    ...(wants && { wants }),
    // The engine hands out events of these types alone.
    on: (event, context) => on(event as RecordedEvent<EventNamed<Type>>, context),
  };
}

/** What a policy needs outside cannot be reached now. It goes on where it was once it can. */
export class TryLater extends Error {
  constructor(
    /** What is out of reach, for operators: never an address or a name. */
    readonly what: string,
    options?: ErrorOptions,
  ) {
    super(`${what} cannot be reached`, options);
    this.name = 'TryLater';
  }
}

/** The context in which a policy answers this event, whenever it does. */
export function policyContext(
  policy: string,
  { id, metadata }: Pick<RecordedEvent, 'id' | 'metadata'>,
  signal: AbortSignal,
): PolicyContext {
  const contextOf = (operation: string): PolicyContext => ({
    actor: null,
    mailbox: null,
    correlationId: metadata.$correlationId,
    causationId: id,
    operation,
    keyed: true,
    signal,
    part: (name) => contextOf(deterministicUuid(operation, name)),
  });
  return contextOf(deterministicUuid('policy', policy, id));
}
