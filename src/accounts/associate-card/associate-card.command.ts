import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The CPS card with which the person of the context has just logged in becomes theirs (S1). */
export class AssociateCardCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    /** As Pro Santé Connect told it. */
    readonly nationalId: string,
  ) {
    super();
  }
}
