import { Inject, Injectable } from '@nestjs/common';
import { type DueDocument, type DueDraftDocument } from '../contracts/documents/retention.documents.js';
import { keysetPage, type KeysetPosition } from '../platform/read-models/keyset-page.js';
import { type ProjectedDocument, READ_MODELS, type ReadModels } from '../platform/read-models/read-models.js';

/** Of one page: a month of messages that nobody ended is not held in memory at once. */
const PAGE = 500;

type Placed<T> = T & ProjectedDocument;

/** Where the walk stands once it has passed this. */
export const placeOf = ({ dueAt, _id }: Placed<{ readonly dueAt: string }>): KeysetPosition => ({
  value: dueAt,
  id: _id,
});

/** What must be gone by when, oldest first, from the read model of retention. */
@Injectable()
export class Due {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  /**
   * Messages of which something ends by then, and that have not ended: the whole (`expiresAt`), or copies of it
   * (`copies`) where accounts keep for less.
   *
   * @param until ISO 8601: now for what is due, a week later for what its holders are to be warned of (R2)
   * @param from where a page ended ({@link placeOf}): what comes after it
   */
  messages(until: string, from?: KeysetPosition): AsyncGenerator<readonly Placed<DueDocument>[]> {
    return this.pages<DueDocument>('due', until, from);
  }

  /** Drafts that end by then, and have not. @param until ISO 8601 */
  drafts(until: string, from?: KeysetPosition): AsyncGenerator<readonly Placed<DueDraftDocument>[]> {
    return this.pages<DueDraftDocument>('drafts', until, from);
  }

  private async *pages<T extends DueDocument | DueDraftDocument>(
    name: string,
    until: string,
    from: KeysetPosition | undefined,
  ): AsyncGenerator<readonly Placed<T>[]> {
    const filter = { dueAt: { $lte: until }, endedAt: { $exists: false } };
    let after = from;
    do {
      // Each time anew: a rebuild may have taken over.
      const documents = await this.readModels.collection<T>('retention', name);
      const wanted = { filter: after ? { endedAt: filter.endedAt } : filter, field: 'dueAt', limit: PAGE };
      const page = await keysetPage(documents, { ...wanted, direction: 1, ...(after && { after }) });
      yield page.items.filter(({ dueAt }) => dueAt <= until);
      after = page.next !== undefined && page.next.value <= until ? page.next : undefined;
    } while (after !== undefined);
  }
}
