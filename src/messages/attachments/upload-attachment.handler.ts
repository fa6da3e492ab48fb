import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Acting } from '../../accounts/index.js';
import { type UploadedAttachment } from '../../contracts/http/messages.http.js';
import { UploadAttachmentCommand } from './upload-attachment.command.js';
import { UploadIntake } from './upload-intake.js';

@CommandHandler(UploadAttachmentCommand)
export class UploadAttachmentHandler implements ICommandHandler<UploadAttachmentCommand> {
  constructor(
    private readonly acting: Acting,
    private readonly intake: UploadIntake,
  ) {}

  async execute({ context, file }: UploadAttachmentCommand): Promise<UploadedAttachment> {
    const { mailbox } = await this.acting.actor(context);
    return this.intake.take(mailbox, file);
  }
}
