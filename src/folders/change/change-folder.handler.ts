import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MailboxCommands } from '../../accounts/index.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { changeFolder } from '../decide-change-folder.js';
import { ChangeFolderCommand } from './change-folder.command.js';

@CommandHandler(ChangeFolderCommand)
export class ChangeFolderHandler implements ICommandHandler<ChangeFolderCommand> {
  constructor(private readonly mailboxes: MailboxCommands) {}

  execute({ context, change }: ChangeFolderCommand): Promise<CommandAnswer> {
    return this.mailboxes.execute(context, (state) => changeFolder(state, change), change.folder);
  }
}
