import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** A grant ends. */
export class WithdrawAccessCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly account: string,
    readonly grant: string,
  ) {
    super();
  }
}
