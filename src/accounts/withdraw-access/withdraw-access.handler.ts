import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { withdrawAccess } from '../decide-sharing.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { WithdrawAccessCommand } from './withdraw-access.command.js';

@CommandHandler(WithdrawAccessCommand)
export class WithdrawAccessHandler implements ICommandHandler<WithdrawAccessCommand> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  async execute({ context, account, grant }: WithdrawAccessCommand): Promise<CommandAnswer> {
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(account),
      context,
      (state) => withdrawAccess(state, { grant }),
    );
    return { id: grant, stream, revision };
  }
}
