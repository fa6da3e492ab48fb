import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { CopyCommands, foldersOf } from '../acting/copy-commands.js';
import { restore } from '../decide-move.js';
import { RestoreMessageCommand } from './restore-message.command.js';

@CommandHandler(RestoreMessageCommand)
export class RestoreMessageHandler implements ICommandHandler<RestoreMessageCommand> {
  constructor(private readonly copies: CopyCommands) {}

  async execute({ context, copy }: RestoreMessageCommand): Promise<CommandAnswer> {
    const { answer } = await this.copies.execute(context, copy, (state, act, actor) =>
      restore(state, { ...act, folderExists: foldersOf(actor) }),
    );
    return answer;
  }
}
