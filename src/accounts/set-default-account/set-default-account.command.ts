import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The account that the context's person is shown after login (S14). */
export class SetDefaultAccountCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    /** Null: their own. */
    readonly account: string | null,
  ) {
    super();
  }
}
