import { Inject, Injectable } from '@nestjs/common';
import { mailboxDecider } from '../../accounts/index.js';
import { streams } from '../../contracts/events/streams.js';
import { type CompositionView } from '../../contracts/http/compositions.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { ContentReader } from '../reading/content-reader.js';
import { MessageReader, type ReadMessage, attachmentView } from '../reading/message-reader.js';
import { type Answering, repliedTo, repliedToAll } from './answered-parties.js';
import { PresentAddresses } from './present-addresses.js';
import { quotedForward, quotedReply, type QuotedMessage } from './quote.js';
import { forwardSubject, replySubject } from './subject-prefix.js';

/** What a writer begins with who answers or forwards a message that they have opened (D4 to D6). */
@Injectable()
export class Compositions {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly reader: MessageReader,
    private readonly contents: ContentReader,
    private readonly addresses: PresentAddresses,
  ) {}

  /** @throws Refusal `not-found`, `not-opened` */
  reply(read: ReadMessage): Promise<CompositionView> {
    return this.answer(read, repliedTo);
  }

  /** @throws Refusal `not-found`, `not-opened` */
  replyAll(read: ReadMessage): Promise<CompositionView> {
    return this.answer(read, repliedToAll);
  }

  /** @throws Refusal `not-found`, `not-opened` */
  async forward(read: ReadMessage): Promise<CompositionView> {
    const { quoted, attachments } = await this.original(read);
    return {
      to: [],
      cc: [],
      subject: forwardSubject(quoted.subject),
      html: quotedForward(quoted),
      attachments: attachments.map(attachmentView),
      forwardOf: read.copy,
    };
  }

  private async answer(read: ReadMessage, whom: typeof repliedTo): Promise<CompositionView> {
    const [{ quoted }, answering] = await Promise.all([this.original(read), this.answering(read.mailbox)]);
    return {
      ...whom(await this.addresses.of(quoted), answering),
      subject: replySubject(quoted.subject),
      html: quotedReply(quoted),
      attachments: [],
      replyTo: read.copy,
    };
  }

  private async original(read: ReadMessage) {
    const { envelope, message } = await this.reader.find(read);
    const html = await this.contents.text(message, envelope.body);
    const quoted: QuotedMessage = { ...envelope, html };
    return { quoted, attachments: envelope.attachments };
  }

  private async answering(mailbox: string): Promise<Answering> {
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    const addresses = [state.address, ...state.correspondences.values()];
    return { mailbox, addresses: new Set(addresses.filter((address) => address !== null)) };
  }
}
