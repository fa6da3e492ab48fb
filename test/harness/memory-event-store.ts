import {
  AppendOutcomeUnknown,
  WrongExpectedRevision,
} from '../../src/platform/event-store/event-store.errors.js';
import {
  type AppendResult,
  type EventStore,
  type EventToAppend,
  type ExpectedRevision,
  type Position,
  type ReadOptions,
  type StoredEvent,
} from '../../src/platform/event-store/event-store.js';
import { type EventCodec } from '../../src/platform/events/event-codec.js';
import { type JsonObject } from '../../src/contracts/json.js';
import { type EventMetadata } from '../../src/contracts/events/event-definition.js';

/**
 * The least event store that a spec of the write side needs, with what goes wrong on demand. What an event store
 * really does is the contract suite's affair; tests of more than one unit take the embedded engine.
 */
export class MemoryEventStore implements EventStore {
  readonly log: StoredEvent[] = [];
  /** Called before each append: throws, or writes something first. */
  beforeAppend: (stream: string) => void = () => undefined;
  /** The next so many appends are written, and their answer is lost. */
  loseAnswers = 0;
  /** The next so many appends are lost, and so is their answer. */
  loseAppends = 0;
  reads = 0;

  async append(
    stream: string,
    events: readonly EventToAppend[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    await new Promise(setImmediate);
    this.beforeAppend(stream);
    if (this.loseAppends > 0) {
      this.loseAppends -= 1;
      throw new AppendOutcomeUnknown(stream);
    }
    const result = this.write(stream, events, expected);
    if (this.loseAnswers > 0) {
      this.loseAnswers -= 1;
      throw new AppendOutcomeUnknown(stream);
    }
    return result;
  }

  async *read(stream: string, options: ReadOptions = {}): AsyncIterable<StoredEvent> {
    this.reads += 1;
    await new Promise(setImmediate);
    const { from = 0, limit = Infinity } = options;
    yield* this.of(stream)
      .filter((event) => event.revision >= from)
      .slice(0, limit);
  }

  subscribe(): never {
    throw new Error('not needed by the write side');
  }

  async head(): Promise<Position | undefined> {
    return this.log.at(-1)?.position;
  }

  async close(): Promise<void> {
    // Nothing is open.
  }

  of(stream: string): StoredEvent[] {
    return this.log.filter((event) => event.stream === stream);
  }

  /** Without the delay: as another process would have written meanwhile. */
  write(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): AppendResult {
    const held = this.of(stream);
    const again = held.find((event) => event.id === events[0]?.id);
    const first = again?.revision ?? held.length;
    if (again === undefined) {
      expectRevision(stream, expected, held.length - 1);
      for (const [i, event] of events.entries()) {
        const position = String(this.log.length).padStart(8, '0') as Position;
        this.log.push({ ...event, stream, revision: first + i, position, recordedAt: new Date(0) });
      }
    }
    const last = this.of(stream)[first + events.length - 1];
    return { stream, revision: first + events.length - 1, position: last?.position ?? ('' as Position) };
  }
}

function expectRevision(stream: string, expected: ExpectedRevision, actual: number): void {
  if (expected === 'any' || (expected === 'none' ? -1 : expected) === actual) return;
  throw new WrongExpectedRevision(stream, expected, actual < 0 ? undefined : actual);
}

/** Events as they are, `private` in clear. */
export const plainCodec: EventCodec = {
  async encode(_, events, envelopes) {
    return events.map((event, i) => {
      const envelope = envelopes[i];
      if (envelope === undefined) throw new RangeError('one envelope for each event');
      const { id, actor, mailbox, at, correlationId, causationId } = envelope;
      const metadata = { v: 1, actor, mailbox, at, $correlationId: correlationId, $causationId: causationId };
      const stored = JSON.parse(JSON.stringify({ data: event.data, private: event.private })) as JsonObject;
      return { id, type: event.type, data: stored, metadata };
    });
  },
  async decode(events) {
    return events.map(({ id, type, stream, revision, position, data, metadata }) => ({
      event: { type, data: data['data'], private: data['private'] },
      stream,
      revision,
      position,
      id,
      metadata: metadata as unknown as EventMetadata,
    }));
  },
};
