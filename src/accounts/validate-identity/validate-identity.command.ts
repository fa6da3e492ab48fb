import { Command } from '@nestjs/cqrs';
import { type IdentityForm } from '../../contracts/events/identity-form.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The form that ends the first login of the person of the context (A3). */
export class ValidateIdentityCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly form: IdentityForm,
  ) {
    super();
  }
}
