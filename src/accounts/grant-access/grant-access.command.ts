import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The owner of a login account may use an organisational or applicative one (S13). */
export class GrantAccessCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly account: string,
    /** Of the login account. */
    readonly address: string,
  ) {
    super();
  }
}
