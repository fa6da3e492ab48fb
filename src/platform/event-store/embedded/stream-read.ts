import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ReadOptions, type StoredEvent } from '../event-store.js';
import { type EventLog, type EventRow, PAGE_BYTES, storedEvent } from './event-log.js';
import { type LogHeads } from './log-heads.js';

const PAGE_EVENTS = 500;

export interface ReadSource {
  readonly log: EventLog;
  readonly heads: LogHeads;
  /** Throws once the store has been closed. */
  readonly mustBeOpen: (operation: string) => void;
  readonly taken: (events: number) => void;
}

/** Reads a page at a time: memory does not grow with the stream. */
export async function* readStream(
  source: ReadSource,
  stream: string,
  options: ReadOptions,
): AsyncGenerator<StoredEvent> {
  const forwards = options.direction !== 'backwards';
  let from = options.from ?? (forwards ? 0 : Number.MAX_SAFE_INTEGER);
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    source.mustBeOpen('read');
    const wanted = Math.min(left, PAGE_EVENTS);
    const rows = nextPage(source, stream, forwards, from, wanted);
    source.taken(rows.length);
    for (const row of rows) yield storedEvent(row);
    const last = rows.at(-1);
    if (last === undefined || isShort(rows, wanted)) return;
    left -= rows.length;
    from = last[2] + (forwards ? 1 : -1);
    // A long read must not keep the appends of others from their turn.
    await nextTurn();
  }
}

/** Most reads ask for the tail of a stream whose end they have seen: that is known without the file. */
function nextPage(
  { heads, log }: ReadSource,
  stream: string,
  forwards: boolean,
  from: number,
  limit: number,
) {
  return forwards && heads.revision(stream) < from ? [] : log.page(stream, forwards, from, limit);
}

/** A page that ended neither by its number of events nor by its bytes is the last. */
function isShort(rows: readonly EventRow[], wanted: number): boolean {
  const bytes = (row: EventRow) => Buffer.byteLength(row[6]) + Buffer.byteLength(row[7]);
  return rows.length < wanted && rows.reduce((sum, row) => sum + bytes(row), 0) < PAGE_BYTES;
}
