import { Command } from '@nestjs/cqrs';
import { type CommandContext } from '../../../platform/commands/aggregates.js';

/** Removes an upload of the context's mailbox that no message has taken. */
export class RemoveAttachmentCommand extends Command<void> {
  constructor(
    readonly context: CommandContext,
    readonly attachment: string,
  ) {
    super();
  }
}
