import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** A signature of the context's mailbox, new or changed (S6). */
export class SaveSignatureCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    /** Null makes a new one. */
    readonly signature: string | null,
    readonly texts: { readonly name: string; readonly html: string },
    /** Tags of what the window has read; undefined, it does not say. */
    readonly seen?: readonly string[],
  ) {
    super();
  }
}
