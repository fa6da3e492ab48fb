import { Command } from '@nestjs/cqrs';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { type After } from '../../platform/read-models/read-models.js';

/**
 * A message leaves a folder of the context's mailbox that is deleted, for the one that takes what it held. Who acts is
 * the person who deleted the folder, or, where they may not use the mailbox any more, the mailbox itself.
 *
 * Answers null where there was nothing to do.
 */
export class LeaveFolderCommand extends Command<After | null> {
  constructor(
    readonly context: CommandContext,
    /** The message's id in the mailbox. */
    readonly copy: string,
    readonly folder: string,
  ) {
    super();
  }
}
