import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** Copies of what the context's mailbox receives from now on go to another account than before (S4). */
export class ChangeDelegateCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly delegation: string,
    readonly address: string,
  ) {
    super();
  }
}
