import { Command } from '@nestjs/cqrs';
import { type CorrespondenceTerms } from '../../accounts/index.js';
import { type CorrespondenceKind } from '../../contracts/events/mailbox.events.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

export interface Correspondence extends CorrespondenceTerms {
  readonly kind: CorrespondenceKind;
  readonly address: string;
}

/** The addresses of other systems under which an account is reached; those of kinds not named stay (S8, S9). */
export class SetCorrespondencesCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly account: string,
    /** At least one. */
    readonly correspondences: readonly Correspondence[],
  ) {
    super();
  }
}
