import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MailboxCommands } from '../../accounts/index.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { madeSafe } from '../../messages/index.js';
import { requireSeen } from '../../platform/commands/content-tag.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { changeSignature, createSignature, knownSignature } from '../decide-signatures.js';
import { SaveSignatureCommand } from './save-signature.command.js';

@CommandHandler(SaveSignatureCommand)
export class SaveSignatureHandler implements ICommandHandler<SaveSignatureCommand> {
  constructor(private readonly mailboxes: MailboxCommands) {}

  execute({ context, signature, texts, seen }: SaveSignatureCommand): Promise<CommandAnswer> {
    const safe = { name: texts.name, html: madeSafe(texts.html) };
    if (signature !== null) {
      return this.mailboxes.execute(
        context,
        (state) => {
          requireSeen(seen, knownSignature(state, signature));
          return changeSignature(state, { signature, ...safe });
        },
        signature,
      );
    }
    const id = deterministicUuid('signature', context.operation);
    return this.mailboxes.execute(context, (state) => createSignature(state, { signature: id, ...safe }), id);
  }
}
