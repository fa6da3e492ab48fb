import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

export class RemoveSignatureCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly signature: string,
    /** Tags of what the window has read; undefined, it does not say. */
    readonly seen?: readonly string[],
  ) {
    super();
  }
}
