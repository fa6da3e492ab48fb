import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** To another folder of the mailbox (C2, C7). */
export class MoveMessageCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    /** The message's id in the mailbox of the context. */
    readonly copy: string,
    readonly folder: string,
  ) {
    super();
  }
}
