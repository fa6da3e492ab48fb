import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** An account keeps for less from now on: its draft ends so many days after its last saving; the sweeper's command. */
export class ShortenDraftCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly draft: string,
    readonly mailbox: string,
    readonly days: number,
  ) {
    super();
  }
}
