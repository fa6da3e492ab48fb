import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** A new version of the terms of use: every user is asked again (A2). */
export class PublishTermsCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly version: string,
    readonly title: string,
    readonly html: string,
  ) {
    super();
  }
}
