import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { shortenRetention } from '../decide-end.js';
import { messageDecider } from '../message.decider.js';
import { ShortenRetentionCommand } from './shorten-retention.command.js';

@CommandHandler(ShortenRetentionCommand)
export class ShortenRetentionHandler implements ICommandHandler<ShortenRetentionCommand> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  async execute(command: ShortenRetentionCommand): Promise<CommandAnswer> {
    const { context, message, mailbox, expiresAt } = command;
    const { stream, revision } = await this.aggregates.execute(
      messageDecider,
      streams.message(message),
      context,
      (state) => shortenRetention(state, mailbox, expiresAt),
    );
    return { id: message, stream, revision };
  }
}
