import Database from 'libsql';
import { openSqlite, type SqliteDatabase } from '../../embedded/sqlite-database.js';
import { type JsonObject } from '../../../contracts/json.js';
import { type Position, type StoredEvent } from '../event-store.js';
import { type EncodedEvent } from './event-encoding.js';

/** Pages end at the first of so many bytes of data and metadata and the number of events asked for. */
export const PAGE_BYTES = 1_000_000;

const CACHE_KIB = 32_768;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS event (
    -- One more than the last: no event is ever deleted. (AUTOINCREMENT would write the last a second time.)
    position INTEGER PRIMARY KEY,
    category TEXT NOT NULL,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    any_first INTEGER,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL
  );
  -- Reading a stream, and its head.
  CREATE UNIQUE INDEX IF NOT EXISTS event_stream ON event (stream, revision);
  -- Subscribing by prefix: with the position that every entry ends with, the log of one category in order.
  CREATE INDEX IF NOT EXISTS event_category ON event (category);
  -- The same append with expected any again. One with a revision is found by its place, so only the first event of
  -- an append with any is in here: an index of every id would double the cost of an append.
  CREATE INDEX IF NOT EXISTS event_any ON event (stream, id) WHERE any_first = 1;
`;

export interface EventPlace {
  readonly stream: string;
  readonly revision: number;
}

/** The columns of a page, in the order of {@link EventRow}. */
const COLUMNS = 'e.position, e.stream, e.revision, e.id, e.type, e.recorded_at, e.data, e.metadata';
export type EventRow = readonly [number, string, number, string, string, number, string, string];

/** What the category of a stream is to the log: all before the first hyphen. */
export function categoryOf(stream: string): string {
  const hyphen = stream.indexOf('-');
  return hyphen < 0 ? stream : stream.slice(0, hyphen);
}

/** Wraps a selection of `position` and `size` in the order of `by` so that it gives whole events, up to the page's bytes. */
export function pageOf(selection: string, by: string): string {
  const before = `sum(size) OVER (ORDER BY ${by} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
  return `
    SELECT ${COLUMNS} FROM (SELECT position, coalesce(${before}, 0) AS before FROM (${selection})) AS page
    JOIN event AS e ON e.position = page.position
    WHERE page.before < ${PAGE_BYTES} ORDER BY e.${by}`;
}

export const SIZE = 'octet_length(data) + octet_length(metadata) AS size';

/** The events' table: one row an event, in the order of the log. Nothing here begins or ends a transaction. */
export class EventLog {
  readonly db: SqliteDatabase;
  private readonly insertRow;
  private readonly selectHead;
  private readonly selectLast;
  private readonly selectAny;
  private readonly selectIds;
  private readonly selectForwards;
  private readonly selectBackwards;

  constructor(path: string) {
    const db = openSqlite(path, { cacheKiB: CACHE_KIB });
    db.exec(SCHEMA);
    this.db = db;
    this.insertRow = db.prepare(
      `INSERT INTO event (category, stream, revision, id, type, recorded_at, any_first, data, metadata)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.selectHead = db.prepare('SELECT max(revision) FROM event WHERE stream = ?').raw();
    this.selectLast = db.prepare('SELECT max(position) FROM event').raw();
    this.selectAny = db
      .prepare('SELECT revision FROM event WHERE stream = ? AND id = ? AND any_first = 1')
      .raw();
    this.selectIds = db
      .prepare('SELECT id, position FROM event WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?')
      .raw();
    const ofStream = (comparison: string, direction: string) =>
      pageOf(
        `SELECT position, revision, ${SIZE} FROM event WHERE stream = ? AND revision ${comparison} ?
         ORDER BY revision ${direction} LIMIT ?`,
        `revision ${direction}`,
      );
    this.selectForwards = db.prepare(ofStream('>=', 'ASC')).raw();
    this.selectBackwards = db.prepare(ofStream('<=', 'DESC')).raw();
  }

  /** The last revision of the stream, -1 where it has none. */
  head(stream: string): number {
    const [row] = this.selectHead.all([stream]) as [number | null][];
    return row?.[0] ?? -1;
  }

  /** The last position of the log, 0 where it is empty. */
  last(): number {
    const [row] = this.selectLast.all([]) as [number | null][];
    return row?.[0] ?? 0;
  }

  /** The categories in the log, with the last position of each: one look-up in the index a category. */
  categories(): [string, number][] {
    return this.db
      .prepare(
        `WITH RECURSIVE found (category) AS (
           SELECT min(category) FROM event
           UNION ALL
           SELECT (SELECT min(category) FROM event WHERE category > found.category) FROM found
           WHERE found.category IS NOT NULL
         )
         SELECT category, (SELECT max(position) FROM event WHERE event.category = found.category)
         FROM found WHERE category IS NOT NULL`,
      )
      .raw()
      .all([]) as [string, number][];
  }

  /**
   * @param anyFirst the first event of an append with expected any
   * @returns the position, or undefined where the stream has this revision already
   */
  insert(at: EventPlace, event: EncodedEvent, recordedAt: number, anyFirst: boolean): number | undefined {
    const { stream, revision } = at;
    const { id, type, data, metadata } = event;
    const mark = anyFirst ? 1 : null;
    const row = [categoryOf(stream), stream, revision, id, type, recordedAt, mark, data, metadata];
    try {
      return Number(this.insertRow.run(row).lastInsertRowid);
    } catch (error) {
      if (error instanceof Database.SqliteError && error.code === 'SQLITE_CONSTRAINT_UNIQUE')
        return undefined;
      throw error;
    }
  }

  /** The revision of the first event of the append with expected any that began with this id. */
  findAny(stream: string, firstId: string): number | undefined {
    const [row] = this.selectAny.all([stream, firstId]) as [number][];
    return row?.[0];
  }

  /** The position of the last of these events, where they lie one after the other from this revision on. */
  findAt(stream: string, from: number, ids: readonly string[]): number | undefined {
    const rows = this.selectIds.all([stream, from, ids.length]) as [string, number][];
    if (rows.length !== ids.length || rows.some(([id], index) => id !== ids[index])) return undefined;
    return rows.at(-1)?.[1];
  }

  /** One page of a stream: at most `limit` events and about {@link PAGE_BYTES}; empty only where there is nothing. */
  page(stream: string, forwards: boolean, from: number, limit: number): EventRow[] {
    const select = forwards ? this.selectForwards : this.selectBackwards;
    return select.all([stream, from, limit]) as unknown as EventRow[];
  }

  /**
   * Leaves one file, where no other connection reads it and the disk has room: what is in the write-ahead log stays
   * durable there too.
   */
  close(): void {
    try {
      this.db.pragma('busy_timeout=0');
      this.db.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
    } finally {
      this.db.close();
    }
  }
}

export function positionOf(rowid: number): Position {
  return String(rowid).padStart(20, '0') as Position;
}

export function storedEvent(row: EventRow): StoredEvent {
  const [position, stream, revision, id, type, recordedAt, data, metadata] = row;
  return {
    stream,
    revision,
    position: positionOf(position),
    id,
    type,
    data: JSON.parse(data) as JsonObject,
    metadata: JSON.parse(metadata) as JsonObject,
    recordedAt: new Date(recordedAt),
  };
}
