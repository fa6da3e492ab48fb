import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** Records the opening, once for a person and copy, and lets body and attachments be read (C6, C8). */
export class OpenMessageCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    /** The message's id in the mailbox of the context. */
    readonly copy: string,
  ) {
    super();
  }
}
