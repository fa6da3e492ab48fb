import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/**
 * The draft was sent as this message: it leaves the list (D7). One that is gone already stays as it is; of one that is
 * no draft of the mailbox the answer's revision is -1.
 */
export class MarkDraftSentCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    /** The sending mailbox: nobody else's draft ends by it. */
    readonly mailbox: string,
    readonly draft: string,
    readonly message: string,
    /** What was sent, where the window said so: a draft that was saved since stays. */
    readonly draftRevision?: number,
  ) {
    super();
  }
}
