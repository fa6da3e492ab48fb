import { Inject, Injectable } from '@nestjs/common';
import { keyOfStream, streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { CONTENT_STORE, type ContentStore } from '../../platform/content/content-store.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';

/**
 * What follows a MessageExpired: the key is destroyed, and with it what `private` of the events says; contents go
 * that no other message refers to. May be repeated, and is: by whoever finds a message whose end was cut short.
 */
@Injectable()
export class MessageEnd {
  constructor(
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CONTENT_STORE) private readonly contents: ContentStore,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  async carryOut(messages: readonly string[]): Promise<void> {
    const ended = messages.map((message) => streams.message(message));
    const { orphans } = await this.keyring.shred(ended.map(keyOfStream));
    for (const stream of ended) this.aggregates.forget(stream);
    await this.contents.delete(orphans);
  }
}
