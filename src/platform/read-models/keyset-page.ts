import { type Documents, type Filter } from '../documents/documents.js';
import { type ProjectedDocument } from './read-models.js';

/** Where a page ended: the sort value and the `_id` of its last document. */
export interface KeysetPosition {
  readonly value: string;
  readonly id: string;
}

export interface KeysetQuery {
  readonly filter: Filter;
  /** A field of strings; ties are broken by `_id`, in the same direction. */
  readonly field: string;
  readonly direction: 1 | -1;
  readonly after?: KeysetPosition;
  readonly limit: number;
}

export interface KeysetPage<T> {
  readonly items: readonly T[];
  /** Undefined on the last page. */
  readonly next?: KeysetPosition;
}

/**
 * A page that stays where it is while documents come and go. Two range queries instead of one `$or`: each is a
 * plain range of the index on (filter's fields, `field`, `_id`), whatever the engine makes of alternatives.
 */
export async function keysetPage<T extends object>(
  documents: Documents<T & ProjectedDocument>,
  query: KeysetQuery,
): Promise<KeysetPage<T & ProjectedDocument>> {
  const wanted = query.limit + 1;
  const found: (T & ProjectedDocument)[] = [];
  for (const range of rangesAfter(query)) {
    if (found.length >= wanted) break;
    const cursor = documents.find(
      { ...query.filter, ...range },
      {
        sort: { [query.field]: query.direction, _id: query.direction },
        limit: wanted - found.length,
      },
    );
    found.push(...(await cursor.toArray()));
  }
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  if (found.length < wanted || last === undefined) return { items };
  return { items, next: { value: String((last as Record<string, unknown>)[query.field]), id: last._id } };
}

function rangesAfter({ field, direction, after }: KeysetQuery): Filter[] {
  if (after === undefined) return [{}];
  const beyond = direction === 1 ? '$gt' : '$lt';
  return [{ [field]: after.value, _id: { [beyond]: after.id } }, { [field]: { [beyond]: after.value } }];
}
