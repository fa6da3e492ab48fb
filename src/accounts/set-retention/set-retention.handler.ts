import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { setRetention } from '../decide-retention.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { SetRetentionCommand } from './set-retention.command.js';

@CommandHandler(SetRetentionCommand)
export class SetRetentionHandler implements ICommandHandler<SetRetentionCommand> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  /** Copies that the account has already are the sweeper's. */
  async execute({ context, mailbox, days }: SetRetentionCommand): Promise<CommandAnswer> {
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(mailbox),
      context,
      (state) => setRetention(state, days),
    );
    return { id: mailbox, stream, revision };
  }
}
