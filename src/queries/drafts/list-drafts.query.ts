import { Inject, Injectable } from '@nestjs/common';
import { type DraftDocument } from '../../contracts/documents/draft.documents.js';
import { type DraftRow } from '../../contracts/http/drafts.http.js';
import { type Page } from '../../contracts/http/messages.http.js';
import { keysetPage } from '../../platform/read-models/keyset-page.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { CursorCodec } from '../lists/cursor-codec.js';

export interface ListDrafts {
  readonly mailbox: string;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** « Brouillons » (D7), the newest saved first. */
@Injectable()
export class ListDraftsQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly cursors: CursorCodec,
  ) {}

  /** @throws Refusal `invalid-cursor` */
  async execute({ mailbox, limit, cursor }: ListDrafts): Promise<Page<DraftRow>> {
    const context = ['drafts', mailbox, limit].join(' ');
    const after = cursor === undefined ? undefined : await this.cursors.open(cursor, context);
    const drafts = await this.readModels.collection<DraftDocument>('drafts', 'drafts');
    // The sweeper may be a minute late, the rule is not (R1).
    const filter = { mailbox, expiresAt: { $gt: this.clock.now().toISOString() } };
    const [page, total] = await Promise.all([
      keysetPage(drafts, { filter, field: 'savedAt', direction: -1, ...(after && { after }), limit }),
      drafts.countDocuments(filter),
    ]);
    return {
      items: page.items.map(draftRow),
      nextCursor: page.next ? await this.cursors.seal(page.next, context) : null,
      total,
    };
  }
}

function draftRow(draft: DraftDocument & { readonly _id: string }): DraftRow {
  const { _id: id, to, cc, subject, savedAt, expiresAt, replyTo, forwardOf } = draft;
  return {
    id,
    to,
    cc,
    subject,
    savedAt,
    expiresAt,
    ...(replyTo !== null && { replyTo }),
    ...(forwardOf !== null && { forwardOf }),
  };
}
