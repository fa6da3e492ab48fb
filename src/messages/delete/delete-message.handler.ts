import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { CopyCommands } from '../acting/copy-commands.js';
import { remove } from '../decide-move.js';
import { DeleteMessageCommand } from './delete-message.command.js';

@CommandHandler(DeleteMessageCommand)
export class DeleteMessageHandler implements ICommandHandler<DeleteMessageCommand> {
  constructor(private readonly copies: CopyCommands) {}

  async execute({ context, copy }: DeleteMessageCommand): Promise<CommandAnswer> {
    const { answer } = await this.copies.execute(context, copy, remove);
    return answer;
  }
}
