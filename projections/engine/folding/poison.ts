import { UndecodableEvent } from '../../../src/platform/events/event-codec.js';
import { type UnprojectableEvent } from './fold.js';

/** An event that stops its stream: where it stands and what kind of failure it is. Never its content. */
export interface Poison {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly category: string;
}

export function poisonOf(error: UndecodableEvent | UnprojectableEvent): Poison {
  const { stream, revision, position } = error instanceof UndecodableEvent ? error.stored : error.recorded;
  return { stream, revision, position, category: error.category };
}
