import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ReadOptions, type StoredEvent } from '../event-store.js';
import { type EventLog, type EventRow, PAGE_BYTES, storedEvent } from './event-log.js';

const PAGE_EVENTS = 500;

export interface ReadSource {
  readonly log: EventLog;
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
  const { direction = 'forwards', limit = Number.POSITIVE_INFINITY } = options;
  const step = direction === 'forwards' ? 1 : -1;
  let from = options.from ?? (direction === 'forwards' ? 0 : Number.MAX_SAFE_INTEGER);
  let left = limit;
  while (left > 0) {
    source.mustBeOpen('read');
    const wanted = Math.min(left, PAGE_EVENTS);
    const rows = source.log.page(stream, direction, from, wanted);
    source.taken(rows.length);
    for (const row of rows) yield storedEvent(row);
    if (rows.length < wanted && bytesOf(rows) < PAGE_BYTES) return;
    left -= rows.length;
    from = (rows.at(-1)?.[2] ?? 0) + step;
    // A long read must not keep the appends of others from their turn.
    await nextTurn();
  }
}

/** As SQLite counts them for the end of the page. */
function bytesOf(rows: readonly EventRow[]): number {
  return rows.reduce((bytes, row) => bytes + Buffer.byteLength(row[6]) + Buffer.byteLength(row[7]), 0);
}
