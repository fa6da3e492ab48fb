import { type CopyDocument } from '../../contracts/documents/folder-view.documents.js';
import { type Documents } from '../../platform/documents/documents.js';
import { type KeysetPosition, keysetPage } from '../../platform/read-models/keyset-page.js';
import { type ProjectedDocument } from '../../platform/read-models/read-models.js';
import { type SortField } from '../lists/message-sort.js';
import { type Scope } from './search-match.js';
import { scopeFilter, type SearchEntries, type SearchEntry } from './search-sources.js';

export interface EntryChunk {
  readonly entries: readonly SearchEntry[];
  /** How many lines of the list that was. */
  readonly looked: number;
  /** Where the next chunk starts; undefined at the end of the list. */
  readonly next: KeysetPosition | undefined;
}

/** So many at a time: as many as fill a page at best, then more at every call. */
const LARGEST_CHUNK = 4_000;

/**
 * The entries of a scope in the order of a list, from a position on, chunk by chunk. By date they have indexes of
 * their own; the other orders are those of the lists' copies, whose ids the entries share: an index of each would
 * be written with every message, for the few searches of words too frequent to be sorted in memory.
 */
export class OrderedEntries {
  constructor(
    private readonly entries: SearchEntries,
    private readonly copies: Documents<CopyDocument & ProjectedDocument>,
    private readonly scope: Scope,
    private readonly sort: SortField,
  ) {}

  /** @param wanted entries that would fill a page; the first chunk is some of those */
  async *from(
    after: KeysetPosition | undefined,
    { wanted, most }: { readonly wanted: number; readonly most: number },
  ): AsyncGenerator<EntryChunk, void> {
    let position = after;
    let left = most;
    for (let size = wanted; left > 0; size *= 4) {
      const chunk = await this.chunk(position, Math.min(size, left, LARGEST_CHUNK));
      yield chunk;
      if (chunk.next === undefined) return;
      position = chunk.next;
      left -= chunk.looked;
    }
  }

  private async chunk(after: KeysetPosition | undefined, limit: number): Promise<EntryChunk> {
    const query = { filter: scopeFilter(this.scope), ...this.sort, ...(after && { after }), limit };
    if (this.sort.field === 'sentAt') {
      const { items, next } = await keysetPage(this.entries, query);
      return { entries: items, looked: items.length, next };
    }
    const { items, next } = await keysetPage(this.copies, query);
    return { entries: await this.entriesOf(items.map(({ _id }) => _id)), looked: items.length, next };
  }

  /** In the order of the ids. */
  private async entriesOf(ids: readonly string[]): Promise<SearchEntry[]> {
    if (ids.length === 0) return [];
    const found = await this.entries.find({ _id: { $in: ids } }).toArray();
    const known = new Map(found.map((entry) => [entry._id, entry]));
    return ids.flatMap((id) => known.get(id) ?? []);
  }
}
