import { closeSync, fstatSync, openSync, read } from 'node:fs';
import { promisify } from 'node:util';
import { gapOf, MAX_PAGES, type Gap } from './page-gap.js';
import { type SqliteDatabase } from './sqlite-database.js';

/** Pages read at once (1 MiB of 4 KiB pages), and changed in one transaction at most. */
const SLICE = 256;
const readAt = promisify(read);

/** Finds and clears what moved cells have left in the gaps of a database file's pages: see {@link gapOf}. */
export class PageGaps {
  private readonly file: number;
  private readonly pageBytes: number;
  private readonly zeros: Buffer;
  private readonly readPage;
  private readonly writePage;

  /** @param path of the file of `db`, which holds it by a lock that nobody else has */
  constructor(db: SqliteDatabase, path: string) {
    const [row] = db.prepare('PRAGMA page_size').raw().all([]) as [number][];
    this.pageBytes = row?.[0] ?? 0;
    this.zeros = Buffer.alloc(this.pageBytes);
    this.readPage = db.prepare('SELECT data FROM sqlite_dbpage WHERE pgno = ?').raw();
    this.writePage = db.prepare('UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?');
    this.file = openSync(path, 'r');
  }

  /**
   * The pages of the file with something in their gap. It reads past SQLite, so as neither to hold up whoever uses the
   * database nor to fill its cache: what is in the write-ahead log only is not seen, and a page that is written
   * meanwhile may be seen half.
   */
  async *used(): AsyncGenerator<readonly number[], void, undefined> {
    const slice = Buffer.alloc(SLICE * this.pageBytes);
    const pages = Math.min(Math.floor(fstatSync(this.file).size / this.pageBytes), MAX_PAGES);
    for (let first = 1; first <= pages; first += SLICE) {
      const { bytesRead } = await readAt(this.file, slice, 0, slice.length, (first - 1) * this.pageBytes);
      const found: number[] = [];
      for (let at = 0; at + this.pageBytes <= bytesRead; at += this.pageBytes) {
        const number = first + at / this.pageBytes;
        if (this.usedGap(slice.subarray(at, at + this.pageBytes), number) !== undefined) found.push(number);
      }
      yield found;
    }
  }

  /** Within a transaction: looks at the pages as they are now, and overwrites their gaps with zeros. */
  clear(pages: readonly number[]): void {
    for (const number of pages) {
      const [row] = this.readPage.all([number]) as [ArrayBuffer][];
      if (row === undefined) continue;
      const page = Buffer.from(row[0]);
      const gap = this.usedGap(page, number);
      if (gap === undefined) continue;
      page.fill(0, gap.start, gap.end);
      this.writePage.run([page, number]);
    }
  }

  /** After the database was closed: to close any file of it before would free its locks (POSIX). */
  close(): void {
    closeSync(this.file);
  }

  private usedGap(page: Buffer, number: number): Gap | undefined {
    const gap = gapOf(page, number);
    if (gap === undefined) return undefined;
    const empty = page.compare(this.zeros, 0, gap.end - gap.start, gap.start, gap.end) === 0;
    return empty ? undefined : gap;
  }
}
