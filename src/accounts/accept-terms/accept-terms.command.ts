import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The person of the context accepts a version of the terms of use (A2). */
export class AcceptTermsCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly version: string,
  ) {
    super();
  }
}
