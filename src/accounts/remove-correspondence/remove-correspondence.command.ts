import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** An account is no longer reached under its address of another system (S8, S9). */
export class RemoveCorrespondenceCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly account: string,
    /** `mssante` or `apicrypt`. */
    readonly kind: string,
  ) {
    super();
  }
}
