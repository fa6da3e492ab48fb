import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { SettingsCommands } from '../acting/settings-commands.js';
import { removeSignature } from '../decide-signatures.js';
import { RemoveSignatureCommand } from './remove-signature.command.js';

@CommandHandler(RemoveSignatureCommand)
export class RemoveSignatureHandler implements ICommandHandler<RemoveSignatureCommand> {
  constructor(private readonly settings: SettingsCommands) {}

  execute({ context, signature }: RemoveSignatureCommand): Promise<CommandAnswer> {
    return this.settings.execute(context, (state) => removeSignature(state, signature), signature);
  }
}
