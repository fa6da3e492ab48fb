import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { mailboxDecider } from '../../accounts/index.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { setManager } from '../decide-manager.js';
import { SetManagerCommand } from './set-manager.command.js';

@CommandHandler(SetManagerCommand)
export class SetManagerHandler implements ICommandHandler<SetManagerCommand> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  async execute({ context, account, manager }: SetManagerCommand): Promise<CommandAnswer> {
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(account),
      context,
      (state) => setManager(state, manager),
    );
    return { id: account, stream, revision };
  }
}
