import { type SearchEntryDocument } from '../../contracts/documents/search.documents.js';
import { type Documents, type Filter } from '../../platform/documents/documents.js';
import { type ProjectedDocument } from '../../platform/read-models/read-models.js';
import { type Scope } from './search-match.js';
import { type SearchTerm } from './parse-search.js';

export type SearchEntry = SearchEntryDocument & ProjectedDocument;
export type SearchEntries = Documents<SearchEntry>;

/** Entries among which are all that a search finds: ranges of an index. */
export interface Source {
  readonly filters: readonly Filter[];
  /** Entries in it, counted up to a limit. */
  readonly count: number;
}

interface SourceQuery {
  readonly scope: Scope;
  readonly terms: readonly SearchTerm[];
  readonly messages: number;
  readonly most: number;
}

/** The rows of a list: what the indexes of `folder-view` and `search` begin with. */
export const scopeFilter = ({ mailbox, folder }: Scope): Filter =>
  folder === undefined ? { mailbox, filed: true } : { mailbox, folder };

/**
 * The least of the sources that the terms and the scope are: the rarest word's entries, the messages of a day, or
 * the whole folder. Nothing is counted further than the least found before.
 *
 * @param messages of the scope
 * @param most what is not less than that is not told apart
 */
export async function leastSource(
  entries: SearchEntries,
  { scope, terms, messages, most }: SourceQuery,
): Promise<Source> {
  let least: Source = { filters: [scopeFilter(scope)], count: Math.min(messages, most + 1) };
  for (const term of terms) {
    if (least.count === 0) break;
    const source = await sourceOf(entries, scope, term, least.count);
    if (source.count < least.count) least = source;
  }
  return least;
}

async function sourceOf(
  entries: SearchEntries,
  scope: Scope,
  { words, period }: SearchTerm,
  limit: number,
): Promise<Source> {
  if (period === undefined) return rarest(entries, scope, words, limit);
  const { from, before } = period;
  const sentAt = { ...(from !== undefined && { $gte: from }), ...(before !== undefined && { $lt: before }) };
  const during = await counted(entries, { ...scopeFilter(scope), sentAt }, limit);
  const written = during.count < limit ? await rarest(entries, scope, words, limit) : during;
  return { filters: [...during.filters, ...written.filters], count: during.count + written.count };
}

/** Of words that are all needed. */
async function rarest(
  entries: SearchEntries,
  { mailbox }: Scope,
  words: readonly string[],
  limit: number,
): Promise<Source> {
  let least: Source = { filters: [], count: limit };
  // A long word is rare, and leaves little to count of the others.
  for (const word of [...words].sort((one, other) => other.length - one.length)) {
    // Letters and digits: none of them means anything else in an expression. Alone, it is one range of the index.
    const source = await counted(entries, { mailbox, words: { $regex: `^${word}` } }, least.count);
    if (source.count < least.count || least.filters.length === 0) least = source;
    if (least.count === 0) break;
  }
  return least;
}

const counted = async (entries: SearchEntries, filter: Filter, limit: number): Promise<Source> => ({
  filters: [filter],
  count: await entries.countDocuments(filter, { limit }),
});
