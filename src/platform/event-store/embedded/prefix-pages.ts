import { type EventLog, type EventRow, pageOf, SIZE } from './event-log.js';
import { type LogHeads } from './log-heads.js';

/** Above so many categories, one pass through the log costs less than merging them. */
const MAX_MERGED = 100;

interface Selection {
  readonly categories: readonly string[];
  page(after: number, limit: number): EventRow[];
}

/**
 * The events of the streams that begin with one of some prefixes, page by page in the order of the log. A prefix
 * touches the categories that begin with it or, where it has a hyphen, lies within one: each is read by its index,
 * and SQLite merges them, so that the events of others cost nothing.
 */
export class PrefixPages {
  private generation = -1;
  private selection: Selection = { categories: [], page: () => [] };

  constructor(
    private readonly log: EventLog,
    private readonly heads: LogHeads,
    private readonly prefixes: readonly string[],
  ) {}

  /** Empty only where nothing matches after the position. */
  page(after: number, limit: number): EventRow[] {
    if (this.generation !== this.heads.generation) {
      this.generation = this.heads.generation;
      this.selection = this.select();
    }
    if (this.heads.end(this.selection.categories) <= after) return [];
    return this.selection.page(after, limit);
  }

  private select(): Selection {
    const parts = [...this.heads.categories()].flatMap((category) => this.part(category));
    const categories = parts.map((part) => part.category);
    if (parts.length === 0) return { categories, page: () => [] };
    return categories.length > MAX_MERGED ? this.scan(categories) : this.merge(parts, categories);
  }

  /** The part of a category that the prefixes select: all of it (no prefixes), or streams within. */
  private part(category: string): { category: string; within: string[] }[] {
    if (this.prefixes.some((prefix) => category.startsWith(prefix))) return [{ category, within: [] }];
    const within = this.prefixes.filter((prefix) => prefix.startsWith(`${category}-`));
    return within.length > 0 ? [{ category, within }] : [];
  }

  private merge(parts: { category: string; within: string[] }[], categories: string[]): Selection {
    const arms = parts.map(
      ({ within }) =>
        `SELECT position, ${SIZE} FROM event WHERE category = ? AND position > ? AND ${beginsWithOneOf(within)}`,
    );
    const page = this.prepare(`${arms.join(' UNION ALL ')} ORDER BY position LIMIT ?`);
    return {
      categories,
      page: (after, limit) =>
        page([...parts.flatMap(({ category, within }) => [category, after, ...twice(within)]), limit]),
    };
  }

  private scan(categories: string[]): Selection {
    const page = this.prepare(
      `SELECT position, ${SIZE} FROM event WHERE position > ? AND ${beginsWithOneOf(this.prefixes)}
       ORDER BY position LIMIT ?`,
    );
    return { categories, page: (after, limit) => page([after, ...twice(this.prefixes), limit]) };
  }

  private prepare(selection: string): (parameters: (string | number)[]) => EventRow[] {
    const statement = this.log.db.prepare(pageOf(selection, 'position')).raw();
    return (parameters) => statement.all(parameters) as unknown as EventRow[];
  }
}

/** Literal and by case, which neither LIKE nor GLOB is. */
function beginsWithOneOf(prefixes: readonly string[]): string {
  if (prefixes.length === 0) return 'TRUE';
  return `(${prefixes.map(() => 'substr(stream, 1, length(?)) = ?').join(' OR ')})`;
}

const twice = (values: readonly string[]) => values.flatMap((value) => [value, value]);
