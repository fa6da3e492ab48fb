import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { CopyCommands, foldersOf } from '../acting/copy-commands.js';
import { move } from '../decide-move.js';
import { MoveMessageCommand } from './move-message.command.js';

@CommandHandler(MoveMessageCommand)
export class MoveMessageHandler implements ICommandHandler<MoveMessageCommand> {
  constructor(private readonly copies: CopyCommands) {}

  async execute({ context, copy, folder }: MoveMessageCommand): Promise<CommandAnswer> {
    const { answer } = await this.copies.execute(context, copy, (state, act, actor) =>
      move(state, { ...act, folder, folderExists: foldersOf(actor) }),
    );
    return answer;
  }
}
