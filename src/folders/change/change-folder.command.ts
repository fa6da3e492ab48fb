import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { type ChangeFolder } from '../decide-change-folder.js';

/** Another name, another place, or both at once (C2). */
export class ChangeFolderCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly change: ChangeFolder,
  ) {
    super();
  }
}
