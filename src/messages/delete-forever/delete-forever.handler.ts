import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { CopyCommands } from '../acting/copy-commands.js';
import { MessageEnd } from '../acting/message-end.js';
import { deleteForever } from '../decide-end.js';
import { messageOfCopy } from '../message.state.js';
import { DeleteForeverCommand } from './delete-forever.command.js';

@CommandHandler(DeleteForeverCommand)
export class DeleteForeverHandler implements ICommandHandler<DeleteForeverCommand> {
  constructor(
    private readonly copies: CopyCommands,
    private readonly end: MessageEnd,
  ) {}

  async execute({ context, copy }: DeleteForeverCommand): Promise<CommandAnswer> {
    const { answer, state } = await this.copies.execute(context, copy, deleteForever);
    if (state.phase !== 'expired') return answer;
    try {
      return { ...answer, revision: await this.end.carryOut(context, messageOfCopy(copy)) };
    } catch {
      // It is deleted, and readable by nobody: the append says so. The housekeeping finds what is left, and ends it.
      return answer;
    }
  }
}
