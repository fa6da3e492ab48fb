import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { FolderCommands } from '../acting/folder-commands.js';
import { changeFolder } from '../decide-change-folder.js';
import { ChangeFolderCommand } from './change-folder.command.js';

@CommandHandler(ChangeFolderCommand)
export class ChangeFolderHandler implements ICommandHandler<ChangeFolderCommand> {
  constructor(private readonly folders: FolderCommands) {}

  async execute({ context, change }: ChangeFolderCommand): Promise<CommandAnswer> {
    const { stream, revision } = await this.folders.execute(context, (state) => changeFolder(state, change));
    return { id: change.folder, stream, revision };
  }
}
