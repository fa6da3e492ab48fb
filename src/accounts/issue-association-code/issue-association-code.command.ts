import { Command } from '@nestjs/cqrs';
import { type AssociationCodeView } from '../../contracts/http/me.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The managing structure asks for a one-time code for the person of an account (A2). It is told this once. */
export class IssueAssociationCodeCommand extends Command<AssociationCodeView> {
  constructor(
    readonly context: CommandContext,
    /** The person's own account. */
    readonly mailbox: string,
  ) {
    super();
  }
}
