import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MailboxCommands } from '../../accounts/index.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { createFolder } from '../decide-create-folder.js';
import { CreateFolderCommand } from './create-folder.command.js';

@CommandHandler(CreateFolderCommand)
export class CreateFolderHandler implements ICommandHandler<CreateFolderCommand> {
  constructor(private readonly mailboxes: MailboxCommands) {}

  execute({ context, name, parent }: CreateFolderCommand): Promise<CommandAnswer> {
    const folder = deterministicUuid('folder', context.operation);
    return this.mailboxes.execute(context, (state) => createFolder(state, { folder, name, parent }), folder);
  }
}
