import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** Deletes a draft of the mailbox of the context, at once and for good. */
export class DiscardDraftCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly draft: string,
    /** Revisions that the user has seen; any where absent. */
    readonly seen?: readonly number[],
  ) {
    super();
  }
}
