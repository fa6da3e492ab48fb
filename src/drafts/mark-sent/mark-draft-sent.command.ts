import { Command } from '@nestjs/cqrs';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The draft was sent as this message: it leaves the list (D7). Of a draft that is gone already nothing changes. */
export class MarkDraftSentCommand extends Command<void> {
  constructor(
    readonly context: CommandContext,
    /** The sending mailbox: nobody's else draft ends by it. */
    readonly mailbox: string,
    readonly draft: string,
    readonly message: string,
  ) {
    super();
  }
}
