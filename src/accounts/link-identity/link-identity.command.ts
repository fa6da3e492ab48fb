import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The portal identity (`iss` + `sub` of OpenID Connect) with which a person logs in from now on (A2). */
export class LinkIdentityCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly person: string,
    readonly issuer: string,
    readonly subject: string,
  ) {
    super();
  }
}
