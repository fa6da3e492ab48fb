import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { Acting } from '../acting/acting.js';
import { removeDelegate } from '../decide-sharing.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { RemoveDelegateCommand } from './remove-delegate.command.js';

@CommandHandler(RemoveDelegateCommand)
export class RemoveDelegateHandler implements ICommandHandler<RemoveDelegateCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly acting: Acting,
  ) {}

  async execute({ context, delegation }: RemoveDelegateCommand): Promise<CommandAnswer> {
    const { mailbox } = await this.acting.actor(context);
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(mailbox),
      context,
      (state) => removeDelegate(state, { delegation }),
    );
    return { id: delegation, stream, revision };
  }
}
