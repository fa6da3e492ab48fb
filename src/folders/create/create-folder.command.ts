import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** A folder more in the context's mailbox (C2). */
export class CreateFolderCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly name: string,
    /** Null for the root. */
    readonly parent: string | null,
  ) {
    super();
  }
}
