import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MailboxCommands } from '../../accounts/index.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { setAutoReply } from '../decide-auto-reply.js';
import { SetAutoReplyCommand } from './set-auto-reply.command.js';

@CommandHandler(SetAutoReplyCommand)
export class SetAutoReplyHandler implements ICommandHandler<SetAutoReplyCommand> {
  constructor(private readonly mailboxes: MailboxCommands) {}

  execute({ context, reply }: SetAutoReplyCommand): Promise<CommandAnswer> {
    return this.mailboxes.execute(context, (state) => setAutoReply(state, reply));
  }
}
