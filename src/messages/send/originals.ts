import { Inject, Injectable } from '@nestjs/common';
import { type Actor } from '../../accounts/index.js';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { type MessageSealed } from '../../contracts/events/message.events.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { messageNotFound, openedCopy } from '../held-copy.js';
import { messageDecider } from '../message.decider.js';
import { messageOfCopy } from '../message.state.js';
import { Sealings } from './sealings.js';
import { type SealedAttachment } from './sealed-attachment.js';
import { noThread, type Thread, threadAfter } from './thread.js';

/** The messages that a new one replies to or forwards: only what the writer may read. */
@Injectable()
export class Originals {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly sealings: Sealings,
  ) {}

  /**
   * The message replied to; none where it is gone meanwhile, which does not keep a reply from being sent.
   *
   * @throws Refusal `not-opened`
   */
  async repliedTo(copy: string | undefined, actor: Actor): Promise<Thread> {
    if (copy === undefined) return noThread;
    try {
      await this.opened(copy, actor);
      const message = messageOfCopy(copy);
      return threadAfter(message, (await this.sealing(message)).data);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not-found') return noThread;
      throw error;
    }
  }

  /**
   * The attachments of the message forwarded.
   *
   * @throws Refusal `not-opened`, `not-found`: what was to be forwarded is gone
   */
  async forwarded(copy: string, actor: Actor): Promise<readonly SealedAttachment[]> {
    const { attachments } = await this.opened(copy, actor);
    if (attachments.length === 0) return [];
    const message = messageOfCopy(copy);
    const named = (await this.sealing(message)).private?.attachments ?? [];
    return attachments.map((attachment, index) => {
      const name = named[index];
      if (name === undefined) throw messageNotFound();
      return { ...attachment, ...name, holder: `message:${message}` };
    });
  }

  private async opened(copy: string, { mailbox, person }: Actor) {
    const { state } = await this.aggregates.load(messageDecider, streams.message(messageOfCopy(copy)));
    openedCopy(state, { mailbox, copy, person, at: this.clock.now().toISOString() });
    return state;
  }

  /** Names and the conversation are in the sealing alone. */
  private async sealing(message: string): Promise<MessageSealed> {
    const sealed = await this.sealings.of(message);
    if (sealed === undefined) throw messageNotFound();
    return sealed;
  }
}
