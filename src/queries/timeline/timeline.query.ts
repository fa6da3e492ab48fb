import { Inject, Injectable } from '@nestjs/common';
import {
  type MailboxDocument,
  type TimelineDocument,
} from '../../contracts/documents/read-model.documents.js';
import { type By } from '../../contracts/events/schemas.js';
import { type TimelineEntryView } from '../../contracts/http/messages.http.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { timelineSentence } from './wording.js';

type Entry = TimelineDocument['entries'][number];

/** What happened to a message, as one of its holders may see it, newest first (C8). */
@Injectable()
export class TimelineQuery {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(message: string, mailbox: string): Promise<TimelineEntryView[]> {
    const timelines = await this.readModels.collection<TimelineDocument>('timeline', 'timelines');
    const documents = await timelines
      .find({ _id: { $in: [message, `${message}@${mailbox}`] }, message })
      .toArray();
    const entries = documents
      .flatMap((document) => document.entries)
      .sort((one, other) => compare(other.order, one.order));
    const holders = await this.holdersOf(entries);
    return entries.map((entry) => {
      const by = entry.by ?? holders.get(entry.mailbox ?? '');
      const { id, type, at } = entry;
      return { id, type, text: timelineSentence(entry, by), by: by ?? null, at };
    });
  }

  /** Whom a delivery names: its event holds the mailbox alone. */
  private async holdersOf(entries: readonly Entry[]): Promise<ReadonlyMap<string, By>> {
    const ids = new Set(entries.flatMap(({ mailbox, by }) => (by === undefined && mailbox ? [mailbox] : [])));
    const mailboxes = await this.readModels.collection<MailboxDocument>('accounts', 'mailboxes');
    const found = await mailboxes.find({ _id: { $in: [...ids] }, address: { $exists: true } }).toArray();
    return new Map(found.map(({ _id, address, label }) => [_id, { address, name: label }]));
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
