import { Inject, Injectable } from '@nestjs/common';
import { type CopyDocument, type EnvelopeDocument } from '../../contracts/documents/folder-view.documents.js';
import { type MessageRow } from '../../contracts/http/messages.http.js';
import {
  READ_MODELS,
  type ProjectedDocument,
  type ReadModels,
} from '../../platform/read-models/read-models.js';
import { messageRow } from './message-row.js';

/** The lines of a list, with the envelopes of those that need one. */
@Injectable()
export class MessageRows {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  /** @param person for whom « openedByMe » is said */
  async of(copies: readonly CopyDocument[], person: string): Promise<MessageRow[]> {
    const origins = await this.envelopesOf(copies.filter((copy) => copy.copyOf.length > 0));
    return copies.map((copy) => messageRow(copy, person, origins.get(copy.message)));
  }

  /**
   * Of the copies with these `_id`s, in their order, those that there still are.
   *
   * @param folder where they must be; anywhere when absent
   */
  async byIds(ids: readonly string[], folder: string | undefined, person: string): Promise<MessageRow[]> {
    if (ids.length === 0) return [];
    const copies = await this.readModels.collection<CopyDocument>('folder-view', 'copies');
    const found = await copies.find({ _id: { $in: ids } }).toArray();
    const known = new Map(found.map((copy) => [copy._id, copy]));
    const there = ids
      .flatMap((id) => known.get(id) ?? [])
      .filter((copy) => (folder === undefined ? copy.filed : copy.folder === folder));
    return this.of(there, person);
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
