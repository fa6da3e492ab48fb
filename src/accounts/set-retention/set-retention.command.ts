import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** An account keeps its messages for less than the law of the product allows (R1). */
export class SetRetentionCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly mailbox: string,
    /** Days from the sealing; null: as long as the law of the product allows. */
    readonly days: number | null,
  ) {
    super();
  }
}
