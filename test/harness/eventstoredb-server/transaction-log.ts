import { EventEmitter, once } from 'node:events';

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LogRecord extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  /** Where the record begins, in bytes from the start of the log. */
  readonly position: bigint;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export type Expected = 'any' | 'no-stream' | 'stream-exists' | number;

export type Appended =
  | { readonly written: true; readonly last: LogRecord }
  | { readonly written: false; readonly current: number | undefined };

/** A new log's own events, and then one after so many appends: the tail is the system's as often as not. */
const SYSTEM_EVENT_EVERY = 4;
const RECORD_OVERHEAD = 87;

/**
 * The log of one node, in memory: what EventStoreDB decides about an append and in what order it keeps things.
 * Outlives its server's stops and restarts.
 */
export class TransactionLog {
  private readonly records: LogRecord[] = [];
  private readonly byStream = new Map<string, LogRecord[]>();
  /** The last record of each id: what makes an append with expected revision *any* idempotent. */
  private readonly byId = new Map<string, LogRecord>();
  private readonly growth = new EventEmitter().setMaxListeners(0);
  private end = 0n;
  private appends = 0;

  constructor() {
    this.writeSystemEvents(3);
  }

  get length(): number {
    return this.records.length;
  }

  at(index: number): LogRecord | undefined {
    return this.records[index];
  }

  /** The stream's records in order; undefined for a stream that does not exist. */
  stream(name: string): readonly LogRecord[] | undefined {
    return this.byStream.get(name);
  }

  /** The index of the first record at or behind a position. */
  indexOf(position: bigint): number {
    let low = 0;
    let high = this.records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.records[middle]?.position ?? 0n) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  append(stream: string, events: readonly ProposedEvent[], expected: Expected): Appended {
    const existing = this.byStream.get(stream) ?? [];
    const again = this.appendedBefore(stream, existing, events, expected);
    if (again !== undefined) return { written: true, last: again };
    const current = existing.length === 0 ? undefined : existing.length - 1;
    if (!fits(expected, current)) return { written: false, current };
    let last = this.records[0];
    for (const event of events) last = this.write(stream, event);
    if (last === undefined) throw new Error('an append has at least one event');
    if (++this.appends % SYSTEM_EVENT_EVERY === 0) this.writeSystemEvents(1);
    this.growth.emit('grown');
    return { written: true, last };
  }

  /** What the server writes on its own account. */
  writeSystemEvents(count: number): void {
    for (let n = 0; n < count; n++) {
      const data = Buffer.from(JSON.stringify({ 'es-queue-length': n, padding: 'x'.repeat(n % 50) }));
      const id = `00000000-0000-4000-8000-${this.length.toString(16).padStart(12, '0')}`;
      const event = {
        id,
        type: '$statsCollected',
        contentType: 'application/json',
        data,
        metadata: Buffer.of(),
      };
      this.write('$stats-127.0.0.1:2113', event);
    }
    this.growth.emit('grown');
  }

  /** Until there is a record at the index, or the signal aborts. */
  async waitFor(index: number, signal: AbortSignal): Promise<void> {
    while (this.records.length <= index && !signal.aborted) {
      await once(this.growth, 'grown', { signal }).catch(() => undefined);
    }
  }

  private write(stream: string, event: ProposedEvent): LogRecord {
    const records = this.byStream.get(stream) ?? [];
    if (records.length === 0) this.byStream.set(stream, records);
    const record = { ...event, stream, revision: records.length, position: this.end, created: Date.now() };
    this.end += BigInt(
      RECORD_OVERHEAD + 2 * event.type.length + stream.length + event.data.length + event.metadata.length,
    );
    this.records.push(record);
    records.push(record);
    this.byId.set(record.id, record);
    return record;
  }

  /** The last record of the same append made before; undefined where it is another. */
  private appendedBefore(
    stream: string,
    existing: readonly LogRecord[],
    events: readonly ProposedEvent[],
    expected: Expected,
  ): LogRecord | undefined {
    const first = this.firstRevision(stream, events, expected);
    if (first === undefined) return undefined;
    const same = events.every((event, index) => existing[first + index]?.id === event.id);
    return same ? existing[first + events.length - 1] : undefined;
  }

  /** Where the events stand if they have been written before. */
  private firstRevision(
    stream: string,
    events: readonly ProposedEvent[],
    expected: Expected,
  ): number | undefined {
    if (expected === 'no-stream') return 0;
    if (typeof expected === 'number') return expected + 1;
    const known = this.byId.get(events[0]?.id ?? '');
    return known?.stream === stream ? known.revision : undefined;
  }
}

function fits(expected: Expected, current: number | undefined): boolean {
  if (expected === 'any') return true;
  if (expected === 'no-stream') return current === undefined;
  return expected === 'stream-exists' ? current !== undefined : current === expected;
}
