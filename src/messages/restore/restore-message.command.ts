import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** From « Messages supprimés » back to where it was, or to inbox or sent (C10). */
export class RestoreMessageCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    /** The message's id in the mailbox of the context. */
    readonly copy: string,
  ) {
    super();
  }
}
