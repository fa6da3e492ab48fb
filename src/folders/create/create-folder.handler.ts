import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { FolderCommands } from '../acting/folder-commands.js';
import { createFolder } from '../decide-create-folder.js';
import { CreateFolderCommand } from './create-folder.command.js';

@CommandHandler(CreateFolderCommand)
export class CreateFolderHandler implements ICommandHandler<CreateFolderCommand> {
  constructor(private readonly folders: FolderCommands) {}

  async execute({ context, name, parent }: CreateFolderCommand): Promise<CommandAnswer> {
    const folder = deterministicUuid('folder', context.operation);
    const { stream, revision } = await this.folders.execute(context, (state) =>
      createFolder(state, { folder, name, parent }),
    );
    return { id: folder, stream, revision };
  }
}
