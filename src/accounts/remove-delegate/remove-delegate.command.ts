import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** Stops later copies; those already delivered stay (S5). */
export class RemoveDelegateCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly delegation: string,
  ) {
    super();
  }
}
