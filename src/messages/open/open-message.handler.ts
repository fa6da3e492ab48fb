import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { CopyCommands } from '../acting/copy-commands.js';
import { open } from '../decide-open.js';
import { OpenMessageCommand } from './open-message.command.js';

@CommandHandler(OpenMessageCommand)
export class OpenMessageHandler implements ICommandHandler<OpenMessageCommand> {
  constructor(private readonly copies: CopyCommands) {}

  async execute({ context, copy }: OpenMessageCommand): Promise<CommandAnswer> {
    const { answer } = await this.copies.execute(context, copy, open);
    return answer;
  }
}
