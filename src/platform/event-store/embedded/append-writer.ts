import { type Clock } from '../../time/clock.js';
import { WrongExpectedRevision } from '../event-store.errors.js';
import { type AppendResult, type ExpectedRevision } from '../event-store.js';
import { type EncodedEvent } from './event-encoding.js';
import { type EventLog, positionOf } from './event-log.js';
import { type LogHeads } from './log-heads.js';

/** Writes one append within the transaction of its group. It refuses before it writes anything. */
export class AppendWriter {
  constructor(
    private readonly log: EventLog,
    private readonly heads: LogHeads,
    private readonly clock: Clock,
  ) {}

  /** @throws WrongExpectedRevision with nothing written */
  write(stream: string, events: readonly EncodedEvent[], expected: ExpectedRevision): AppendResult {
    if (expected === 'none' && this.heads.cachedRevision(stream) === undefined) {
      // A stream never seen is new most of the time: the index that refuses a second first event tells.
      const result = this.insert(stream, events, -1, false);
      if (result !== undefined) return result;
    }
    const head = this.heads.revision(stream);
    const result =
      expected === 'any'
        ? this.writeAny(stream, events, head)
        : this.writeExactly(stream, events, expected === 'none' ? -1 : expected);
    if (result !== undefined) return result;
    throw new WrongExpectedRevision(stream, expected, head < 0 ? undefined : head);
  }

  private writeExactly(stream: string, events: readonly EncodedEvent[], expected: number) {
    if (this.heads.revision(stream) === expected) return this.insert(stream, events, expected, false);
    return this.repeated(stream, events, expected + 1);
  }

  private writeAny(stream: string, events: readonly EncodedEvent[], head: number) {
    const before = head < 0 ? undefined : this.log.findAny(stream, events[0]?.id ?? '');
    return before === undefined
      ? this.insert(stream, events, head, true)
      : this.repeated(stream, events, before);
  }

  /** What the first append of these events answered, where they lie from this revision on. */
  private repeated(stream: string, events: readonly EncodedEvent[], from: number): AppendResult | undefined {
    const ids = events.map((event) => event.id);
    const position = this.log.findAt(stream, from, ids);
    if (position === undefined) return undefined;
    return { stream, revision: from + events.length - 1, position: positionOf(position) };
  }

  /** Undefined, with nothing written, where the stream has a revision after `head`. */
  private insert(
    stream: string,
    events: readonly EncodedEvent[],
    head: number,
    any: boolean,
  ): AppendResult | undefined {
    const recordedAt = this.clock.now().getTime();
    let revision = head;
    let position = 0;
    for (const event of events) {
      const at = { stream, revision: revision + 1 };
      const inserted = this.log.insert(at, event, recordedAt, any && revision === head);
      if (inserted === undefined && revision === head) return undefined;
      if (inserted === undefined)
        throw new Error(`stream ${stream}: a revision after ${revision} without one before`);
      position = inserted;
      revision++;
    }
    this.heads.appended(stream, revision, position);
    return { stream, revision, position: positionOf(position) };
  }
}
