import { Inject, Injectable } from '@nestjs/common';
import { keyOfStream, streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { CONTENT_STORE, type ContentStore } from '../../platform/content/content-store.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { shredded } from '../decide-end.js';
import { messageDecider } from '../message.decider.js';

/**
 * What follows a MessageExpired: the key is destroyed, and with it what `private` of the events says; contents go
 * that no other message refers to; MessageShredded tells that it is done. May be repeated, and is: by whoever finds
 * a message whose end was cut short.
 */
@Injectable()
export class MessageEnd {
  constructor(
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CONTENT_STORE) private readonly contents: ContentStore,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  /** @returns the stream's revision once its end is complete; a message that has not ended is left alone */
  async carryOut(context: CommandContext, message: string): Promise<number> {
    const stream = streams.message(message);
    const { state, revision } = await this.aggregates.load(messageDecider, stream);
    if (state.phase !== 'expired') return revision;
    await this.keyring.shred([keyOfStream(stream)]);
    this.aggregates.forget(stream);
    // By the event's word, not by the key's: a run that was cut short may have destroyed the key already.
    const held = [state.body.content, ...state.attachments.map(({ content }) => content)];
    await this.contents.delete(await this.keyring.unreferenced(held));
    // Of its own operation: the command's has appended to this stream already.
    const operation = deterministicUuid('message-end', message);
    const done = await this.aggregates.execute(messageDecider, stream, { ...context, operation }, shredded);
    this.aggregates.forget(stream);
    return done.revision;
  }
}
