import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** Somebody whom the portal proved, and nobody here knows, says by a code whose account is theirs (A2). */
export class AssociateIdentityCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly association: {
      readonly issuer: string;
      readonly subject: string;
      /** Of the account, as typed. */
      readonly address: string;
      /** As typed. */
      readonly code: string;
    },
  ) {
    super();
  }
}
