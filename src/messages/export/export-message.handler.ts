import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { CopyCommands } from '../acting/copy-commands.js';
import { exportCopy } from '../decide-export.js';
import { ExportMessageCommand } from './export-message.command.js';

@CommandHandler(ExportMessageCommand)
export class ExportMessageHandler implements ICommandHandler<ExportMessageCommand> {
  constructor(private readonly copies: CopyCommands) {}

  async execute({ context, copy }: ExportMessageCommand): Promise<CommandAnswer> {
    const { answer } = await this.copies.execute(context, copy, exportCopy);
    return answer;
  }
}
