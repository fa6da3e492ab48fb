import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { CopyCommands } from '../acting/copy-commands.js';
import { markUnread } from '../decide-mark-unread.js';
import { MarkUnreadCommand } from './mark-unread.command.js';

@CommandHandler(MarkUnreadCommand)
export class MarkUnreadHandler implements ICommandHandler<MarkUnreadCommand> {
  constructor(private readonly copies: CopyCommands) {}

  async execute({ context, copy }: MarkUnreadCommand): Promise<CommandAnswer> {
    const { answer } = await this.copies.execute(context, copy, markUnread);
    return answer;
  }
}
