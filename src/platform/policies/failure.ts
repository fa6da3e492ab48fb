import { Refusal } from '../../contracts/decider.js';
import { StreamBusy, TooManyConflicts } from '../commands/commands.errors.js';
import { DeadlineExceeded } from '../concurrency/waiting.js';
import { ContentUnavailable } from '../content/content.errors.js';
import { DocumentsUnavailable } from '../documents/documents.errors.js';
import { UndecodableEvent } from '../events/event-codec.js';
import { AppendOutcomeUnknown, EventStoreUnavailable } from '../event-store/event-store.errors.js';
import { TryLater } from './policy.js';

/** What passes by itself: the event is not at fault. */
const passing = [
  AppendOutcomeUnknown,
  ContentUnavailable,
  DocumentsUnavailable,
  EventStoreUnavailable,
  StreamBusy,
  TooManyConflicts,
  TryLater,
];

/**
 * `passes`: tried again until it does, and everything after waits. `final`: the same again would end the same.
 * `unclear`: tried again a few times.
 */
export function failureOf(error: unknown): 'passes' | 'unclear' | 'final' {
  if (passing.some((kind) => error instanceof kind)) return 'passes';
  return error instanceof Refusal || error instanceof UndecodableEvent ? 'final' : 'unclear';
}

/** What an error may be called where operators read: its kind, never what it says. */
export function categoryOf(error: unknown): string {
  if (error instanceof UndecodableEvent) return error.category;
  if (error instanceof Refusal) return `refused-${error.code}`;
  if (error instanceof DeadlineExceeded) return 'took-too-long';
  const name = error instanceof Error ? error.name : '';
  return /^[A-Za-z]{1,40}$/.test(name) ? name : 'unknown';
}
