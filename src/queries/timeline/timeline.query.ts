import { Inject, Injectable } from '@nestjs/common';
import { type TimelineDocument } from '../../contracts/documents/read-model.documents.js';
import { type TimelineEntryView } from '../../contracts/http/messages.http.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { timelineSentence } from './wording.js';

/** What happened to a message, as one of its holders may see it, newest first (C8). */
@Injectable()
export class TimelineQuery {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(message: string, mailbox: string): Promise<TimelineEntryView[]> {
    const timelines = await this.readModels.collection<TimelineDocument>('timeline', 'timelines');
    const documents = await timelines.find({ _id: { $in: [message, `${message}@${mailbox}`] } }).toArray();
    return documents
      .flatMap((document) => document.entries)
      .sort((one, other) => compare(other.order, one.order))
      .map(({ id, type, by, at }) => ({
        id,
        type,
        text: timelineSentence(type, by, at),
        by: by ?? null,
        at,
      }));
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
