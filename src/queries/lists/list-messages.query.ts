import { Inject, Injectable } from '@nestjs/common';
import { type CopyDocument } from '../../contracts/documents/folder-view.documents.js';
import { type MessageRow, type Page } from '../../contracts/http/messages.http.js';
import { type Filter } from '../../platform/documents/documents.js';
import { type KeysetPosition, keysetPage } from '../../platform/read-models/keyset-page.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { MessageSearch } from '../search/message-search.js';
import { type SearchTerm } from '../search/parse-search.js';
import { CursorCodec } from './cursor-codec.js';
import { FolderQueries } from './folder.queries.js';
import { MessageRows } from './message-rows.js';
import { sortFields, type MessageSort } from './message-sort.js';

export interface ListMessages {
  readonly mailbox: string;
  /** For whom « openedByMe » is said. */
  readonly person: string;
  /** All folders when absent. */
  readonly folder: string | undefined;
  readonly sort: MessageSort;
  readonly limit: number;
  /** As the user wrote it: nothing is searched where it is absent or blank, nothing found where it has no word. */
  readonly search?: string | undefined;
  readonly cursor: string | undefined;
}

/** Messages that a page of a search looks at, at most: it takes no longer among a million. */
const MOST_LOOKED_AT = 10_000;

/** What a page is taken from. */
interface Wanted {
  readonly query: ListMessages;
  /** Messages of the folder, or of all of them. */
  readonly messages: number;
  readonly after: KeysetPosition | undefined;
}

interface TakenPage extends Omit<Page<MessageRow>, 'nextCursor'> {
  readonly next: KeysetPosition | undefined;
}

/**
 * The list of messages of a folder (C3, C4), or of those found in it (C5), by pages that stay where they are while
 * messages arrive.
 */
@Injectable()
export class ListMessagesQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly cursors: CursorCodec,
    private readonly folders: FolderQueries,
    private readonly rows: MessageRows,
    private readonly search: MessageSearch,
  ) {}

  /** @throws Refusal `not-found` (no such folder), `invalid-cursor`, `invalid` (too many words) */
  async execute(query: ListMessages): Promise<Page<MessageRow>> {
    const { mailbox, folder, sort, limit, search = '' } = query;
    const terms = this.search.terms(search);
    const messages = await this.folders.countMessages(mailbox, folder);
    const isSearch = search.trim() !== '';
    const context = JSON.stringify([mailbox, folder ?? '', sort, limit, isSearch ? search : '']);
    const after = query.cursor === undefined ? undefined : await this.cursors.open(query.cursor, context);
    const wanted = { query, messages, after };
    const { next, ...page } = await (isSearch ? this.found(wanted, terms) : this.listed(wanted));
    return { ...page, nextCursor: next ? await this.cursors.seal(next, context) : null };
  }

  private async listed({ query, messages, after }: Wanted): Promise<TakenPage> {
    const { mailbox, folder, sort, limit, person } = query;
    const filter: Filter = folder === undefined ? { mailbox, filed: true } : { mailbox, folder };
    const copies = await this.readModels.collection<CopyDocument>('folder-view', 'copies');
    const page = await keysetPage(copies, { filter, ...sortFields[sort], ...(after && { after }), limit });
    return { items: await this.rows.of(page.items, person), total: messages, next: page.next };
  }

  private async found({ query, messages, after }: Wanted, terms: readonly SearchTerm[]): Promise<TakenPage> {
    // No message has a word of none: « 😀 », « .* ».
    if (terms.length === 0) return { items: [], total: 0, next: undefined };
    const { mailbox, folder, sort, limit, person } = query;
    const scope = { mailbox, folder };
    const { ids, total, next, partial } = await this.search.page({
      scope,
      messages,
      terms,
      sort: sortFields[sort],
      limit,
      after,
      most: MOST_LOOKED_AT,
    });
    const items = await this.rows.byIds(ids, folder, person);
    return { items, total, next, ...(partial && { partial }) };
  }
}
