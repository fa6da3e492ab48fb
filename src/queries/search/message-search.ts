import { Inject, Injectable } from '@nestjs/common';
import { type CopyDocument } from '../../contracts/documents/folder-view.documents.js';
import { type SearchEntryDocument } from '../../contracts/documents/search.documents.js';
import { compareStrings } from '../../platform/documents/string-order.js';
import { type KeysetPosition } from '../../platform/read-models/keyset-page.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { type SortField } from '../lists/message-sort.js';
import { OrderedEntries } from './ordered-entries.js';
import { parseSearch, type SearchTerm } from './parse-search.js';
import { isMatch, type Scope } from './search-match.js';
import { leastSource, type SearchEntries, type SearchEntry, type Source } from './search-sources.js';

export interface SearchPageQuery {
  readonly scope: Scope;
  /** Messages of the scope. */
  readonly messages: number;
  readonly terms: readonly SearchTerm[];
  readonly sort: SortField;
  readonly limit: number;
  readonly after: KeysetPosition | undefined;
  /** Entries to look at, at most. */
  readonly most: number;
}

export interface FoundPage {
  /** `_id`s of copies, in order. */
  readonly ids: readonly string[];
  /** Where the search goes on; undefined where nothing is left to look at. */
  readonly next?: KeysetPosition;
  /** Exact, or null where more had to be looked at to tell. */
  readonly total: number | null;
  /** The search stopped before the page was full; it goes on at `next`. */
  readonly partial: boolean;
}

/**
 * Finds a page of messages (C5) by whichever index reads less: that of the rarest term, all of whose entries are
 * then sorted, or the order of the list, until the page is full. However large the mailbox, it looks at so many
 * entries and no more.
 */
@Injectable()
export class MessageSearch {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Refusal `invalid` */
  terms(search: string): readonly SearchTerm[] {
    return parseSearch(search, this.clock.now());
  }

  async page(query: SearchPageQuery): Promise<FoundPage> {
    const entries = await this.readModels.collection<SearchEntryDocument>('search', 'entries');
    const source = await leastSource(entries, query);
    if (source.count <= query.most) return pageOf(await matchesIn(entries, source, query), query);
    const copies = await this.readModels.collection<CopyDocument>('folder-view', 'copies');
    return walk(new OrderedEntries(entries, copies, query.scope, query.sort), query);
  }
}

async function matchesIn(
  entries: SearchEntries,
  source: Source,
  { scope, terms, most }: SearchPageQuery,
): Promise<SearchEntry[]> {
  const found = new Map<string, SearchEntry>();
  if (source.count === 0) return [];
  for (const filter of source.filters) {
    // More may have come since they were counted, by one projection or the other: a bound, and not the count.
    for (const entry of await entries.find(filter, { limit: 2 * most }).toArray()) {
      if (isMatch(entry, scope, terms)) found.set(entry._id, entry);
    }
  }
  return [...found.values()];
}

function pageOf(matches: readonly SearchEntry[], query: SearchPageQuery): FoundPage {
  const { sort, limit, after } = query;
  const ordered = matches
    .map((entry) => positionOf(entry, sort))
    .filter((position) => after === undefined || compare(position, after) * sort.direction > 0)
    .sort((one, other) => compare(one, other) * sort.direction);
  const items = ordered.slice(0, limit);
  const next = ordered.length > limit ? items.at(-1) : undefined;
  return {
    ids: items.map(({ id }) => id),
    ...(next && { next }),
    total: matches.length,
    partial: false,
  };
}

async function walk(ordered: OrderedEntries, query: SearchPageQuery): Promise<FoundPage> {
  const { scope, terms, sort, limit, after, most } = query;
  const found: KeysetPosition[] = [];
  let next: KeysetPosition | undefined;
  for await (const chunk of ordered.from(after, { wanted: 2 * limit, most })) {
    for (const entry of chunk.entries) if (isMatch(entry, scope, terms)) found.push(positionOf(entry, sort));
    next = chunk.next;
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  const end = found.length > limit ? items.at(-1) : next;
  return {
    ids: items.map(({ id }) => id),
    ...(end && { next: end }),
    total: null,
    partial: items.length < limit && end !== undefined,
  };
}

const positionOf = (entry: SearchEntry, { field }: SortField): KeysetPosition => ({
  value: entry[field],
  id: entry._id,
});

const compare = (one: KeysetPosition, other: KeysetPosition): number =>
  compareStrings(one.value, other.value) || compareStrings(one.id, other.id);
