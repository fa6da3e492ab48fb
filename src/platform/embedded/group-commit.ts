import { GroupCommitClosed, GroupCommitFailed, GroupCommitOverloaded } from './group-commit.errors.js';
import { type SqliteDatabase } from './sqlite-database.js';

export interface GroupCommitOptions {
  /** Works in one transaction, at most; 256 by default. */
  readonly maxBatch?: number;
  /** Works that may wait; 10,000 by default. */
  readonly maxQueued?: number;
  /**
   * Spares the second run where works throw before they write: true for the errors of which that is known. Only their
   * caller gets them; any other error fails the whole group.
   */
  readonly wroteNothing?: (error: unknown) => boolean;
  /** After each transaction that committed, before the callers are answered. */
  readonly onCommit?: () => void;
  /**
   * After each transaction that was rolled back, before the callers are told: whatever a work remembered outside
   * the database about what it wrote must be forgotten here.
   */
  readonly onRollback?: () => void;
}

interface Waiting {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * One fsync for many writes. The works that arrive in one turn of the event loop run one after the other in one
 * transaction; each caller is answered when that is on the disk.
 *
 * A work that throws takes back what it wrote, its caller gets the error (after the commit: what it saw may come from
 * a work before it), and the others stay. Where the transaction itself fails (disk full), every caller of the group
 * gets {@link GroupCommitFailed} and nothing stays.
 *
 * Works hardly ever throw, and savepoints cost: a group runs without. Where a work throws, all is rolled back and the
 * group runs once more, each work in a savepoint of its own. So a work may run twice, and what it does outside the
 * database has to bear that. (Or see {@link GroupCommitOptions.wroteNothing}.)
 *
 * The connection belongs to the group commit as far as writes go: no other `BEGIN` on it.
 */
export class GroupCommit {
  private readonly begin;
  private readonly commit;
  private readonly savepoint;
  private readonly release;
  private readonly maxBatch: number;
  private readonly maxQueued: number;
  private queue: Waiting[] = [];
  private scheduled = false;
  private closed = false;
  private drained: (() => void)[] = [];

  constructor(
    private readonly db: SqliteDatabase,
    private readonly options: GroupCommitOptions = {},
  ) {
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.commit = db.prepare('COMMIT');
    this.savepoint = db.prepare('SAVEPOINT work');
    this.release = db.prepare('RELEASE work');
    this.maxBatch = options.maxBatch ?? 256;
    this.maxQueued = options.maxQueued ?? 10_000;
  }

  /**
   * Runs `work`, which is synchronous and writes by the connection given to the constructor.
   *
   * @returns what `work` returned, durable
   * @throws what `work` threw
   * @throws GroupCommitOverloaded, GroupCommitClosed before anything was begun
   * @throws GroupCommitFailed where nothing of the transaction stayed
   */
  run<T>(work: () => T): Promise<T> {
    if (this.closed) return Promise.reject(new GroupCommitClosed());
    if (this.queue.length >= this.maxQueued) {
      return Promise.reject(new GroupCommitOverloaded(this.maxQueued));
    }
    return new Promise<T>((resolve, reject) => {
      this.queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
      this.schedule();
    });
  }

  /** Takes no more work, and answers when what was waiting is done. The connection stays open. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.queue.length === 0) return;
    await new Promise<void>((resolve) => this.drained.push(resolve));
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.flush();
    });
  }

  private flush(): void {
    this.scheduled = false;
    const group = this.queue.splice(0, this.maxBatch);
    if (this.queue.length > 0) this.schedule();
    for (const answer of this.transact(group)) answer();
    if (this.queue.length === 0) for (const resolve of this.drained.splice(0)) resolve();
  }

  private transact(group: readonly Waiting[]): (() => void)[] {
    if (this.options.wroteNothing !== undefined)
      return this.inOne(group, (one) => this.settle(one, one.work));
    try {
      return this.inOne(group, (one) => this.settleUnlessThrown(one));
    } catch (error) {
      if (!(error instanceof WorkThrew)) throw error;
      const [only] = group;
      if (group.length === 1 && only !== undefined) return [rejecting(only, error.thrown)];
      return this.inOne(group, (one) => this.settle(one, () => this.inSavepoint(one.work)));
    }
  }

  /** @throws WorkThrew, all rolled back, where `settle` did */
  private inOne(group: readonly Waiting[], settle: (waiting: Waiting) => () => void): (() => void)[] {
    let answers: (() => void)[];
    try {
      this.begin.run([]);
      answers = group.map(settle);
      this.commit.run([]);
    } catch (cause) {
      this.rollback();
      if (cause instanceof WorkThrew) throw cause;
      const failure = new GroupCommitFailed({ cause });
      return group.map((waiting) => rejecting(waiting, failure));
    }
    this.options.onCommit?.();
    return answers;
  }

  private settleUnlessThrown(waiting: Waiting): () => void {
    try {
      return resolving(waiting, waiting.work());
    } catch (error) {
      throw this.db.inTransaction ? new WorkThrew(error) : error;
    }
  }

  private settle(waiting: Waiting, work: () => unknown): () => void {
    try {
      return resolving(waiting, work());
    } catch (error) {
      // Some errors (a full disk, an I/O error) make SQLite give up the whole transaction by itself.
      if (!this.db.inTransaction || this.options.wroteNothing?.(error) === false) throw error;
      return rejecting(waiting, error);
    }
  }

  private inSavepoint(work: () => unknown): unknown {
    this.savepoint.run([]);
    try {
      const value = work();
      this.release.run([]);
      return value;
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK TO work; RELEASE work');
      throw error;
    }
  }

  private rollback(): void {
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
    this.options.onRollback?.();
  }
}

/** In a group without savepoints: never told to anybody. */
class WorkThrew extends Error {
  constructor(readonly thrown: unknown) {
    super('a work threw');
  }
}

const resolving = (waiting: Waiting, value: unknown) => () => {
  waiting.resolve(value);
};
const rejecting = (waiting: Waiting, error: unknown) => () => {
  waiting.reject(error);
};
