import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** To « Messages supprimés » (C7). */
export class DeleteMessageCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    /** The message's id in the mailbox of the context. */
    readonly copy: string,
  ) {
    super();
  }
}
