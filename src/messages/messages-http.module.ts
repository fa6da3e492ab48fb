import { Module } from '@nestjs/common';
import { RemoveAttachmentController } from './attachments/remove-attachment/remove-attachment.controller.js';
import { UploadAttachmentController } from './attachments/upload-attachment.controller.js';
import { RunBatchController } from './batch/run-batch.controller.js';
import { DeleteMessageController } from './delete/delete-message.controller.js';
import { MarkUnreadController } from './mark-unread/mark-unread.controller.js';
import { MessagesModule } from './messages.module.js';
import { MoveMessageController } from './move/move-message.controller.js';
import { RestoreMessageController } from './restore/restore-message.controller.js';
import { SendMessageController } from './send/send-message.controller.js';
import { TakeMessageController } from './take/take-message.controller.js';

/** The commands of messages by HTTP. */
@Module({
  imports: [MessagesModule],
  controllers: [
    DeleteMessageController,
    MarkUnreadController,
    MoveMessageController,
    RemoveAttachmentController,
    RestoreMessageController,
    RunBatchController,
    SendMessageController,
    TakeMessageController,
    UploadAttachmentController,
  ],
})
export class MessagesHttpModule {}
