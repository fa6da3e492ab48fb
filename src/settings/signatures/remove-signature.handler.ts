import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MailboxCommands } from '../../accounts/index.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { removeSignature } from '../decide-signatures.js';
import { RemoveSignatureCommand } from './remove-signature.command.js';

@CommandHandler(RemoveSignatureCommand)
export class RemoveSignatureHandler implements ICommandHandler<RemoveSignatureCommand> {
  constructor(private readonly mailboxes: MailboxCommands) {}

  execute({ context, signature }: RemoveSignatureCommand): Promise<CommandAnswer> {
    return this.mailboxes.execute(context, (state) => removeSignature(state, signature), signature);
  }
}
