import { type RecordedEvent } from '../../src/contracts/events/event-definition.js';
import { type AnyEvent } from '../../src/contracts/events/registry.js';

type EventType = AnyEvent['type'];
type EventNamed<Type extends EventType> = Extract<AnyEvent, { readonly type: Type }>;

/** What to do with each event type; a type that is left out concerns nobody. */
export type Handlers<Args extends readonly unknown[], Result> = {
  readonly [Type in EventType]?: (event: RecordedEvent<EventNamed<Type>>, ...args: Args) => Result;
};

export type Handler<Args extends readonly unknown[], Result> = (
  event: RecordedEvent<AnyEvent>,
  ...args: Args
) => Result;

/** The handler of the event's type, if there is one. */
export function handlerOf<Args extends readonly unknown[], Result>(
  handlers: Handlers<Args, Result>,
  event: RecordedEvent<AnyEvent>,
): Handler<Args, Result> | undefined {
  // The key and the parameter are of one type, which TypeScript cannot follow through a look-up.
  return handlers[event.event.type] as Handler<Args, Result> | undefined;
}

/** How one collection follows: the new document, or null where it ends (or never was). */
export type Evolve<Doc> = Handlers<readonly [document: Doc | null, id: string], Doc | null>;
