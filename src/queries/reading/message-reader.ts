import { Inject, Injectable } from '@nestjs/common';
import { type CopyDocument, type EnvelopeDocument } from '../../contracts/documents/folder-view.documents.js';
import { streams } from '../../contracts/events/streams.js';
import { type AttachmentView, type MessageView } from '../../contracts/http/messages.http.js';
import { messageDecider, messageNotFound, messageOfCopy, openedCopy } from '../../messages/index.js';
import { ReadersQuery } from '../../presence/index.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { isOpenedByPerson, originsOf, partyView } from '../lists/message-row.js';
import { TimelineQuery } from '../timeline/timeline.query.js';
import { ContentReader } from './content-reader.js';
import { plainText } from '../../platform/html/plain-text.js';

/** Who reads which message, from which mailbox. */
export interface ReadMessage {
  readonly mailbox: string;
  /** The id that the message has in this mailbox. */
  readonly copy: string;
  readonly person: string;
}

/** A message as its reader may see it: its envelope, and the line of the mailbox that holds it. */
export interface ReadableMessage {
  readonly message: string;
  readonly copy: CopyDocument;
  readonly envelope: EnvelopeDocument;
}

/**
 * Reads a message for somebody who has opened it. Whether they have is decided from the log, never from a read
 * model alone: what is deleted, expired or not opened yet is refused at once, however late the projections are.
 */
@Injectable()
export class MessageReader {
  // Nest hands out what was injected one by one.
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly contents: ContentReader,
    private readonly timeline: TimelineQuery,
    private readonly readers: ReadersQuery,
  ) {}

  /** @throws Refusal `not-found`, `not-opened` */
  async find(read: ReadMessage): Promise<ReadableMessage> {
    const message = messageOfCopy(read.copy);
    const { state } = await this.aggregates.load(messageDecider, streams.message(message));
    openedCopy(state, { ...read, at: this.clock.now().toISOString() });
    const [copies, envelopes] = await Promise.all([
      this.readModels.collection<CopyDocument>('folder-view', 'copies'),
      this.readModels.collection<EnvelopeDocument>('folder-view', 'envelopes'),
    ]);
    const [copy, envelope] = await Promise.all([
      copies.findOne({ _id: `${read.mailbox}/${read.copy}`, filed: true }),
      envelopes.findOne({ _id: message, sentAt: { $exists: true } }),
    ]);
    if (copy === null || envelope === null) throw messageNotFound();
    return { message, copy, envelope };
  }

  /**
   * The whole message.
   *
   * @throws Refusal `not-found`, `not-opened`
   */
  async read(read: ReadMessage): Promise<MessageView> {
    const found = await this.find(read);
    const { copy, envelope, message } = found;
    const [html, events, readers] = await Promise.all([
      this.contents.text(message, envelope.body),
      this.timeline.execute(message, read.mailbox),
      this.readers.others(read),
    ]);
    return {
      id: copy.copy,
      folder: copy.folder ?? '',
      subject: envelope.subject,
      sentAt: envelope.sentAt,
      expiresAt: copy.expiresAt,
      from: partyView(envelope.from),
      to: envelope.to.map(partyView),
      cc: envelope.cc.map(partyView),
      html,
      text: plainText(html),
      attachments: envelope.attachments.map(attachmentView),
      opened: !copy.unread,
      openedByMe: isOpenedByPerson(copy, read.person),
      ...(copy.takenBy && { takenBy: copy.takenBy }),
      ...(readers && { readers }),
      ...(copy.copyOf.length > 0 && { copyOf: originsOf(copy, envelope) }),
      seal: envelope.seal,
      events,
    };
  }
}

/** What readers see of an attachment: where its content lies is not theirs. */
export function attachmentView(attachment: EnvelopeDocument['attachments'][number]): AttachmentView {
  const { id, name, type, size, sha256 } = attachment;
  return { id, name, type, size, sha256 };
}
