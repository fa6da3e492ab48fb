import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MailboxCommands } from '../../accounts/index.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { noAutoReply } from '../../contracts/settings/auto-reply.js';
import { requireSeen } from '../../platform/commands/content-tag.js';
import { setAutoReply } from '../decide-auto-reply.js';
import { SetAutoReplyCommand } from './set-auto-reply.command.js';

@CommandHandler(SetAutoReplyCommand)
export class SetAutoReplyHandler implements ICommandHandler<SetAutoReplyCommand> {
  constructor(private readonly mailboxes: MailboxCommands) {}

  execute({ context, reply, seen }: SetAutoReplyCommand): Promise<CommandAnswer> {
    return this.mailboxes.execute(context, (state) => {
      requireSeen(seen, state.settings.autoReply ?? noAutoReply);
      return setAutoReply(state, reply);
    });
  }
}
