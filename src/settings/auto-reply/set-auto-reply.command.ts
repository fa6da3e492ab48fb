import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { type AutoReply } from '../../contracts/settings/auto-reply.js';

/** The automatic reply of the context's mailbox (S10). */
export class SetAutoReplyCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly reply: AutoReply,
    /** Tags of what the window has read; undefined, it does not say. */
    readonly seen?: readonly string[],
  ) {
    super();
  }
}
