import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The national id under which a person is expected at the portal: their first login links the identity (A2). */
export class ProvisionIdentityCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly person: string,
    readonly nationalId: string,
  ) {
    super();
  }
}
