import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** Copies of what the context's mailbox receives go to another account too (S4). */
export class AddDelegateCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly address: string,
  ) {
    super();
  }
}
