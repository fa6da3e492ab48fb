import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/**
 * Three months have passed since the draft's last saving (R1); the sweeper's command. Again, or of a draft whose end
 * was cut short: what is left of it is destroyed.
 */
export class ExpireDraftCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly draft: string,
  ) {
    super();
  }
}
