import { GroupCommit } from '../../embedded/group-commit.js';
import {
  GroupCommitClosed,
  GroupCommitFailed,
  GroupCommitOverloaded,
} from '../../embedded/group-commit.errors.js';
import { PageGaps } from '../../embedded/page-gaps.js';
import { openSqlite, scrub, type SqliteDatabase } from '../../embedded/sqlite-database.js';
import { DocumentsUnavailable } from '../documents.errors.js';
import { Catalog } from './catalog.js';
import { Statements } from './statements.js';

/** One database file: its connection, its writes in groups, its catalogue. */
export class Engine {
  readonly catalog: Catalog;
  readonly statements: Statements;
  private readonly db: SqliteDatabase;
  private readonly commits: GroupCommit;
  private readonly gaps: PageGaps;
  private closed = false;
  /** Transactions, and how many there had been when the gaps of all pages were last looked at. */
  private commitCount = 0;
  private lookedAt: number | undefined;
  private scrubbing: Promise<void> | undefined;

  constructor(path: string) {
    this.db = openSqlite(path, FOR_MANY_INDEXES);
    this.catalog = new Catalog(this.db);
    this.statements = new Statements(this.db);
    this.commits = new GroupCommit(this.db, {
      onCommit: () => {
        this.commitCount += 1;
      },
      onRollback: () => {
        this.catalog.forget();
      },
    });
    this.gaps = new PageGaps(this.db, path);
  }

  /**
   * Runs a write, durable when it answers.
   *
   * @throws DocumentsUnavailable where the engine failed, or what `work` threw
   */
  write<R>(operation: string, work: () => R): Promise<R> {
    return this.committed(operation, () => this.remembering(work));
  }

  /** @throws DocumentsUnavailable where the engine failed */
  guard<R>(operation: string, read: () => R): R {
    if (this.closed) throw new DocumentsUnavailable(operation);
    try {
      return read();
    } catch (error) {
      throw translated(operation, error);
    }
  }

  /**
   * Empties the write-ahead log into the file, and clears the gaps of its pages. Who asks while one runs waits for
   * that and asks anew: what it wrote may not be in it.
   */
  async scrub(): Promise<void> {
    while (this.scrubbing !== undefined) await this.scrubbing.catch(() => undefined);
    this.scrubbing = this.scrubNow().finally(() => {
      this.scrubbing = undefined;
    });
    await this.scrubbing;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    await this.commits.close();
    this.closed = true;
    await this.scrubbing?.catch(() => undefined);
    this.db.close();
    this.gaps.close();
  }

  private async scrubNow(): Promise<void> {
    this.emptyLog();
    const { commitCount } = this;
    if (this.lookedAt === commitCount) return;
    for await (const pages of this.gaps.used()) {
      if (this.closed) throw new DocumentsUnavailable('scrub');
      if (pages.length === 0) continue;
      await this.committed('scrub', () => {
        this.gaps.clear(pages);
      });
    }
    this.emptyLog();
    this.lookedAt = commitCount;
  }

  private emptyLog(): void {
    this.guard('scrub', () => {
      scrub(this.db);
    });
  }

  private async committed<R>(operation: string, work: () => R): Promise<R> {
    try {
      return await this.commits.run(work);
    } catch (error) {
      throw translated(operation, error);
    }
  }

  /** A write that fails is taken back: what the catalogue learnt in it as well. */
  private remembering<R>(work: () => R): R {
    try {
      return work();
    } catch (error) {
      this.catalog.forget();
      throw error;
    }
  }
}

/**
 * A batch of documents touches a page of every index for nearly every document. With a smaller cache such pages are
 * written and read again within one transaction; the more of them the write-ahead log holds, the fewer are copied
 * back twice. Measured: half the time of a batch.
 */
const FOR_MANY_INDEXES = { cacheKiB: 65_536, walAutocheckpointPages: 16_000 };

const ENGINE_ERRORS = [GroupCommitClosed, GroupCommitFailed, GroupCommitOverloaded];

function translated(operation: string, error: unknown): unknown {
  const engines =
    ENGINE_ERRORS.some((kind) => error instanceof kind) ||
    (error instanceof Error && error.name === 'SqliteError');
  return engines ? new DocumentsUnavailable(operation, { cause: error }) : error;
}
