import { Inject, Injectable } from '@nestjs/common';
import { type CopyDocument, type EnvelopeDocument } from '../../contracts/documents/folder-view.documents.js';
import { type MessageRow, type Page } from '../../contracts/http/messages.http.js';
import { type Filter } from '../../platform/documents/documents.js';
import { keysetPage } from '../../platform/read-models/keyset-page.js';
import {
  READ_MODELS,
  type ProjectedDocument,
  type ReadModels,
} from '../../platform/read-models/read-models.js';
import { CursorCodec } from './cursor-codec.js';
import { FolderQueries } from './folder.queries.js';
import { messageRow } from './message-row.js';
import { sortFields, type MessageSort } from './message-sort.js';

export interface ListMessages {
  readonly mailbox: string;
  /** For whom « openedByMe » is said. */
  readonly person: string;
  /** All folders when absent. */
  readonly folder: string | undefined;
  readonly sort: MessageSort;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** The list of messages of a folder (C3, C4), by pages that stay where they are while messages arrive. */
@Injectable()
export class ListMessagesQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly cursors: CursorCodec,
    private readonly folders: FolderQueries,
  ) {}

  /** @throws Refusal `not-found` (no such folder), `invalid-cursor` */
  async execute(query: ListMessages): Promise<Page<MessageRow>> {
    const { mailbox, folder, sort, limit } = query;
    const total = await this.folders.countMessages(mailbox, folder);
    const context = [mailbox, folder ?? '', sort, limit].join(' ');
    const after = query.cursor === undefined ? undefined : await this.cursors.open(query.cursor, context);
    const filter: Filter = folder === undefined ? { mailbox, filed: true } : { mailbox, folder };
    const copies = await this.readModels.collection<CopyDocument>('folder-view', 'copies');
    const page = await keysetPage(copies, { filter, ...sortFields[sort], ...(after && { after }), limit });
    const origins = await this.envelopesOf(page.items.filter((copy) => copy.copyOf.length > 0));
    return {
      items: page.items.map((copy) => messageRow(copy, query.person, origins.get(copy.message))),
      nextCursor: page.next ? await this.cursors.seal(page.next, context) : null,
      total,
    };
  }

  private async envelopesOf(
    copies: readonly CopyDocument[],
  ): Promise<ReadonlyMap<string, EnvelopeDocument & ProjectedDocument>> {
    if (copies.length === 0) return new Map();
    const envelopes = await this.readModels.collection<EnvelopeDocument>('folder-view', 'envelopes');
    const found = await envelopes.find({ _id: { $in: copies.map((copy) => copy.message) } }).toArray();
    return new Map(found.map((envelope) => [envelope._id, envelope]));
  }
}
