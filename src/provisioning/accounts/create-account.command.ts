import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { type AccountForm } from './account-form.js';

/** An account that is not there yet (X4). */
export class CreateAccountCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    /** As typed. */
    readonly form: AccountForm,
  ) {
    super();
  }
}
