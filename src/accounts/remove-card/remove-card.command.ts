import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The person of the context wants a CPS card to be theirs no longer (S1). */
export class RemoveCardCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly card: string,
  ) {
    super();
  }
}
