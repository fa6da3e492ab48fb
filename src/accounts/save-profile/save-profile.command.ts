import { Command } from '@nestjs/cqrs';
import { type IdentityForm } from '../../contracts/events/identity-form.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The profile of the context's mailbox (S2, S3). */
export class SaveProfileCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly form: IdentityForm,
    /** Tags of what the window has read; undefined, it does not say. */
    readonly seen?: readonly string[],
  ) {
    super();
  }
}
