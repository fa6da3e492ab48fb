import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The form that ends the first login of the person of the context (A3). */
export class ValidateIdentityCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly lastName: string,
    readonly firstName: string,
  ) {
    super();
  }
}
