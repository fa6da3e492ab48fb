import { type UploadedAttachment } from '../../contracts/http/messages.http.js';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Acting } from '../../accounts/index.js';
import { Refusal } from '../../contracts/decider.js';
import { UploadAttachmentCommand } from './upload-attachment.command.js';
import { UploadIntake } from './upload-intake.js';
import { Uploads } from './uploads.js';

/** Unused uploads of one mailbox. */
const MAX_UNUSED_BYTES = 600 * 1024 * 1024;

@CommandHandler(UploadAttachmentCommand)
export class UploadAttachmentHandler implements ICommandHandler<UploadAttachmentCommand> {
  constructor(
    private readonly acting: Acting,
    private readonly uploads: Uploads,
    private readonly intake: UploadIntake,
  ) {}

  async execute({ context, file }: UploadAttachmentCommand): Promise<UploadedAttachment> {
    const { mailbox } = await this.acting.actor(context);
    if ((await this.uploads.bytes(mailbox)) >= MAX_UNUSED_BYTES) {
      const detail = 'Trop de pièces jointes sont en attente d’envoi. Réessayez plus tard.';
      throw new Refusal('uploads-full', detail);
    }
    return this.intake.take(mailbox, file);
  }
}
