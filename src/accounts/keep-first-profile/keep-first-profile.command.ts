import { Command } from '@nestjs/cqrs';
import { type IdentityForm } from '../../contracts/events/identity-form.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The form that a person validated becomes their account's profile, where it has none. */
export class KeepFirstProfileCommand extends Command<undefined> {
  constructor(
    readonly context: CommandContext,
    readonly person: string,
    readonly form: IdentityForm,
  ) {
    super();
  }
}
