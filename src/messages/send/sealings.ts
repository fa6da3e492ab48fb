import { Inject, Injectable } from '@nestjs/common';
import { type MessageSealed } from '../../contracts/events/message.events.js';
import { streams } from '../../contracts/events/streams.js';
import { EVENT_STORE, type EventStore } from '../../platform/event-store/event-store.js';
import { EVENT_CODEC, type EventCodec, UndecodableEvent } from '../../platform/events/event-codec.js';

/** What was sealed: the first event of a message's stream, and the only one that names anybody. States hold no names. */
@Injectable()
export class Sealings {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(EVENT_CODEC) private readonly codec: EventCodec,
  ) {}

  /**
   * Undefined where there is no such message; without `private` where its key is gone.
   *
   * @throws UndecodableEvent
   */
  async of(message: string): Promise<MessageSealed | undefined> {
    for await (const stored of this.store.read(streams.message(message), { limit: 1 })) {
      const [first] = await this.codec.decode([stored]);
      if (first instanceof UndecodableEvent) throw first;
      // A stream of a message begins with its sealing.
      return first?.event as MessageSealed | undefined;
    }
    return undefined;
  }
}
