import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { CopyCommands } from '../acting/copy-commands.js';
import { release } from '../decide-take.js';
import { ReleaseMessageCommand } from './release-message.command.js';

@CommandHandler(ReleaseMessageCommand)
export class ReleaseMessageHandler implements ICommandHandler<ReleaseMessageCommand> {
  constructor(private readonly copies: CopyCommands) {}

  async execute({ context, copy }: ReleaseMessageCommand): Promise<CommandAnswer> {
    const { answer } = await this.copies.execute(context, copy, release);
    return answer;
  }
}
