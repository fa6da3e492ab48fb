import { Command } from '@nestjs/cqrs';
import { type AskedCorrespondence } from '../../accounts/set-correspondence/set-correspondence.command.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The addresses of other systems under which an account is reached; those of kinds not named stay (S8, S9). */
export class SetCorrespondencesCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly account: string,
    /** At least one. */
    readonly correspondences: readonly AskedCorrespondence[],
  ) {
    super();
  }
}
