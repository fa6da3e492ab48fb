import { Inject, Injectable } from '@nestjs/common';
import { type MessageSealed } from '../../contracts/events/message.events.js';
import { streams } from '../../contracts/events/streams.js';
import { messageNotFound, messageOfCopy } from '../../messages/index.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { ContentMissing } from '../../platform/content/content.errors.js';
import { type EmlAttachment, type EmlMessage } from '../../platform/eml/compose-eml.js';
import { EVENT_STORE, type EventStore } from '../../platform/event-store/event-store.js';
import { EVENT_CODEC, type EventCodec, UndecodableEvent } from '../../platform/events/event-codec.js';
import { plainText } from '../../platform/html/plain-text.js';
import { ContentReader } from '../reading/content-reader.js';

/** Keys of attachments fetched at once. */
const CONCURRENCY = 8;

type Sealed = MessageSealed & { readonly private: NonNullable<MessageSealed['private']> };

/** Messages as they were sealed, from the log: no read model has the salts, and a seal verifies nothing else. */
@Injectable()
export class ExportReader {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(EVENT_CODEC) private readonly codec: EventCodec,
    private readonly contents: ContentReader,
  ) {}

  /**
   * The message, its body read, its attachments not begun but their keys in hand: what ends from now on does not
   * interrupt it for want of a key. Asks nothing of who reads it.
   *
   * @throws Refusal `not-found` where the message ended
   */
  async open(copy: string): Promise<EmlMessage> {
    const id = messageOfCopy(copy);
    const { data, private: texts } = await this.sealed(id);
    const [html, attachments] = await Promise.all([
      this.html(id, data),
      this.attachments(id, { data, texts }),
    ]);
    const { subject, from, to, cc, salts } = texts;
    const { sealedAt, jws, kid, replyTo, references = [], forwardOf, automatic = false } = data;
    const text = plainText(html);
    const seal = { jws, kid, salts };
    const thread = { replyTo, references, forwardOf };
    return { id, sealedAt, subject, from, to, cc, html, text, attachments, seal, ...thread, automatic };
  }

  private async html(id: string, { body }: Sealed['data']): Promise<string> {
    try {
      return await this.contents.text(id, body);
    } catch (error) {
      // Contents go right after keys: what was missing is the message.
      throw error instanceof ContentMissing ? messageNotFound() : error;
    }
  }

  private attachments(
    id: string,
    { data, texts }: { readonly data: Sealed['data']; readonly texts: Sealed['private'] },
  ): Promise<EmlAttachment[]> {
    return mapBounded(data.attachments, CONCURRENCY, async (attachment, index) => {
      const bytes = await this.contents.open(id, attachment);
      const { name = '', type = 'application/octet-stream' } = texts.attachments[index] ?? {};
      return { name, type, bytes };
    });
  }

  private async sealed(id: string): Promise<Sealed> {
    for await (const stored of this.store.read(streams.message(id), { limit: 1 })) {
      const [first] = await this.codec.decode([stored]);
      if (first instanceof UndecodableEvent) throw first;
      const event = first?.event as MessageSealed | undefined;
      if (event?.private) return { ...event, private: event.private };
    }
    throw messageNotFound();
  }
}
