import { LRUCache } from 'lru-cache';
import { categoryOf, type EventLog } from './event-log.js';

/**
 * Where streams, categories and the log end, in memory: this process alone writes the file (it holds the lock of
 * `DATA_DIR`), so none of it is read twice.
 */
export class LogHeads {
  /** The last position; 0 where the log is empty. */
  last = 0;
  /** Changes whenever the set of categories may have. */
  generation = 0;
  private readonly revisions: LRUCache<string, number>;
  private readonly ends = new Map<string, number>();

  constructor(
    private readonly log: EventLog,
    cachedStreams: number,
  ) {
    this.revisions = new LRUCache({ max: cachedStreams });
    this.reload();
  }

  /** Forgets what was appended in a transaction that did not commit. */
  reload(): void {
    this.revisions.clear();
    this.ends.clear();
    this.last = this.log.last();
    for (const [category, position] of this.log.categories()) this.ends.set(category, position);
    this.generation++;
  }

  /** The last revision of a stream, -1 where there is none. */
  revision(stream: string): number {
    const cached = this.revisions.get(stream);
    if (cached !== undefined) return cached;
    const revision = this.log.head(stream);
    this.revisions.set(stream, revision);
    return revision;
  }

  /** As {@link revision}, as far as it is in memory. */
  cachedRevision(stream: string): number | undefined {
    return this.revisions.get(stream);
  }

  appended(stream: string, revision: number, position: number): void {
    this.revisions.set(stream, revision);
    this.last = position;
    const category = categoryOf(stream);
    if (!this.ends.has(category)) this.generation++;
    this.ends.set(category, position);
  }

  categories(): Iterable<string> {
    return this.ends.keys();
  }

  /** The last position of any of these categories; 0 where they have none. */
  end(categories: Iterable<string>): number {
    let last = 0;
    for (const category of categories) last = Math.max(last, this.ends.get(category) ?? 0);
    return last;
  }
}
