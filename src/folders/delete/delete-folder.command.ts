import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** A folder goes, and what it holds to `moveTo` (C2). */
export class DeleteFolderCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly folder: string,
    readonly moveTo?: string,
  ) {
    super();
  }
}
