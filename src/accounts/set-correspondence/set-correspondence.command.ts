import { Command } from '@nestjs/cqrs';
import { type CorrespondenceKind } from '../../contracts/events/mailbox.events.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CorrespondenceTerms } from '../mailbox.state.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** As it was typed. */
export interface AskedCorrespondence extends CorrespondenceTerms {
  readonly kind: CorrespondenceKind;
  readonly address: string;
}

/** An address of MSSanté or Apicrypt under which the account is reached too (S8, S9). */
export class SetCorrespondenceCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly account: string,
    readonly correspondence: AskedCorrespondence,
    /** Refused or not, and nothing set. */
    readonly dry = false,
  ) {
    super();
  }
}
