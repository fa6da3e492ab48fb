import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { SettingsCommands } from '../acting/settings-commands.js';
import { setAutoReply } from '../decide-auto-reply.js';
import { SetAutoReplyCommand } from './set-auto-reply.command.js';

@CommandHandler(SetAutoReplyCommand)
export class SetAutoReplyHandler implements ICommandHandler<SetAutoReplyCommand> {
  constructor(private readonly settings: SettingsCommands) {}

  execute({ context, reply }: SetAutoReplyCommand): Promise<CommandAnswer> {
    return this.settings.execute(context, (state) => setAutoReply(state, reply));
  }
}
