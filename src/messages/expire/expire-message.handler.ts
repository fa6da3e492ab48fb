import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { MessageEnd } from '../acting/message-end.js';
import { expire } from '../decide-end.js';
import { messageDecider } from '../message.decider.js';
import { ExpireMessageCommand } from './expire-message.command.js';

@CommandHandler(ExpireMessageCommand)
export class ExpireMessageHandler implements ICommandHandler<ExpireMessageCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly end: MessageEnd,
  ) {}

  /** Also of a message that has expired: what follows may have been cut short. */
  async execute({ context, message }: ExpireMessageCommand): Promise<CommandAnswer> {
    const at = this.clock.now().toISOString();
    const { stream } = await this.aggregates.execute(
      messageDecider,
      streams.message(message),
      context,
      (state) => expire(state, at),
    );
    const revision = await this.end.carryOut(context, message);
    return { id: message, stream, revision };
  }
}
