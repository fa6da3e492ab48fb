import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The retention of a message is over (R1); the sweeper's command. */
export class ExpireMessageCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly message: string,
  ) {
    super();
  }
}
