import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireSeen } from '../../platform/commands/content-tag.js';
import { MailboxCommands, type MailboxState } from '../../accounts/index.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { knownSignature, removeSignature } from '../decide-signatures.js';
import { RemoveSignatureCommand } from './remove-signature.command.js';

@CommandHandler(RemoveSignatureCommand)
export class RemoveSignatureHandler implements ICommandHandler<RemoveSignatureCommand> {
  constructor(private readonly mailboxes: MailboxCommands) {}

  execute({ context, signature, seen }: RemoveSignatureCommand): Promise<CommandAnswer> {
    const remove = (state: MailboxState) => {
      requireSeen(seen, knownSignature(state, signature));
      return removeSignature(state, signature);
    };
    return this.mailboxes.execute(context, remove, signature);
  }
}
