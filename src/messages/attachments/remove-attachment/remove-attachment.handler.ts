import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Acting } from '../../../accounts/index.js';
import { Uploads } from '../uploads.js';
import { RemoveAttachmentCommand } from './remove-attachment.command.js';

@CommandHandler(RemoveAttachmentCommand)
export class RemoveAttachmentHandler implements ICommandHandler<RemoveAttachmentCommand> {
  constructor(
    private readonly acting: Acting,
    private readonly uploads: Uploads,
  ) {}

  async execute({ context, attachment }: RemoveAttachmentCommand): Promise<void> {
    const { mailbox } = await this.acting.actor(context);
    await this.uploads.discard(mailbox, attachment);
  }
}
