import { type ExpectedRevision } from './event-store.js';

/** Somebody else wrote first. `actual` is the stream's revision, undefined where the stream does not exist. */
export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | undefined,
  ) {
    super(`stream ${stream}: expected revision ${String(expected)}, found ${String(actual ?? 'none')}`);
    this.name = 'WrongExpectedRevision';
  }
}

/** The append is larger than the store can take, all its events together. */
export class AppendTooLarge extends Error {
  constructor(
    readonly stream: string,
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`stream ${stream}: an append of ${bytes} bytes is over the limit of ${limit}`);
    this.name = 'AppendTooLarge';
  }
}

/** The store cannot be reached, and nothing was written. */
export class EventStoreUnavailable extends Error {
  constructor(
    readonly operation: string,
    options?: ErrorOptions,
  ) {
    super(`the event store cannot be reached (${operation})`, options);
    this.name = 'EventStoreUnavailable';
  }
}

/** The append was sent and no answer came in time: it may be there or not. Appending the same ids again tells. */
export class AppendOutcomeUnknown extends Error {
  constructor(
    readonly stream: string,
    options?: ErrorOptions,
  ) {
    super(`stream ${stream}: the append was sent, and whether it was written is not known`, options);
    this.name = 'AppendOutcomeUnknown';
  }
}
