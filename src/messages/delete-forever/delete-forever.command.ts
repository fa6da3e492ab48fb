import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** For good, from « Messages supprimés » only (C10). */
export class DeleteForeverCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    /** The message's id in the mailbox of the context. */
    readonly copy: string,
  ) {
    super();
  }
}
