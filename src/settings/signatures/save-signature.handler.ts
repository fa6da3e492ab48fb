import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { madeSafe } from '../../messages/index.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { SettingsCommands } from '../acting/settings-commands.js';
import { changeSignature, createSignature } from '../decide-signatures.js';
import { SaveSignatureCommand } from './save-signature.command.js';

@CommandHandler(SaveSignatureCommand)
export class SaveSignatureHandler implements ICommandHandler<SaveSignatureCommand> {
  constructor(private readonly settings: SettingsCommands) {}

  execute({ context, signature, texts }: SaveSignatureCommand): Promise<CommandAnswer> {
    const safe = { name: texts.name, html: madeSafe(texts.html) };
    if (signature !== null) {
      return this.settings.execute(
        context,
        (state) => changeSignature(state, { signature, ...safe }),
        signature,
      );
    }
    const id = deterministicUuid('signature', context.operation);
    return this.settings.execute(context, (state) => createSignature(state, { signature: id, ...safe }), id);
  }
}
