import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AccountsModule } from '../accounts/index.js';
import { RemoveAttachmentHandler } from './attachments/remove-attachment/remove-attachment.handler.js';
import { UploadAttachmentHandler } from './attachments/upload-attachment.handler.js';
import { UploadIntake } from './attachments/upload-intake.js';
import { UploadStorage } from './attachments/upload-storage.js';
import { Uploads } from './attachments/uploads.js';
import { CopyCommands } from './acting/copy-commands.js';
import { MessageEnd } from './acting/message-end.js';
import { RunBatchHandler } from './batch/run-batch.handler.js';
import { DeleteForeverHandler } from './delete-forever/delete-forever.handler.js';
import { DeleteMessageHandler } from './delete/delete-message.handler.js';
import { ExpireMessageHandler } from './expire/expire-message.handler.js';
import { LeaveFolderHandler } from './leave-folder/leave-folder.handler.js';
import { ExportMessageHandler } from './export/export-message.handler.js';
import { MarkUnreadHandler } from './mark-unread/mark-unread.handler.js';
import { MoveMessageHandler } from './move/move-message.handler.js';
import { OpenMessageHandler } from './open/open-message.handler.js';
import { ReleaseMessageHandler } from './take/release-message.handler.js';
import { ReplyAutomaticallyHandler } from './reply-automatically/reply-automatically.handler.js';
import { RestoreMessageHandler } from './restore/restore-message.handler.js';
import { TakeMessageHandler } from './take/take-message.handler.js';
import { CopyRetention } from './send/copy-retention.js';
import { ShortenRetentionHandler } from './shorten-retention/shorten-retention.handler.js';
import { MessageDispatch } from './send/message-dispatch.js';
import { MessageWriter } from './send/message-writer.js';
import { Originals } from './send/originals.js';
import { RecipientResolver } from './send/recipient-resolver.js';
import { Sealing } from './send/sealing.js';
import { Sealings } from './send/sealings.js';
import { SendMessageHandler } from './send/send-message.handler.js';
import { SendSources } from './send/send-sources.js';
import { SentDrafts } from './send/sent-drafts.js';

const handlers = [
  DeleteForeverHandler,
  DeleteMessageHandler,
  ExpireMessageHandler,
  ExportMessageHandler,
  LeaveFolderHandler,
  MarkUnreadHandler,
  MoveMessageHandler,
  OpenMessageHandler,
  ReleaseMessageHandler,
  RemoveAttachmentHandler,
  ReplyAutomaticallyHandler,
  RestoreMessageHandler,
  RunBatchHandler,
  SendMessageHandler,
  ShortenRetentionHandler,
  TakeMessageHandler,
  UploadAttachmentHandler,
];

const parts = [
  CopyCommands,
  CopyRetention,
  MessageDispatch,
  MessageEnd,
  MessageWriter,
  Originals,
  RecipientResolver,
  Sealing,
  Sealings,
  SendSources,
  SentDrafts,
  UploadIntake,
  UploadStorage,
  Uploads,
];

/** The write side of messages. The platform's ports come from a global module of the application. */
@Module({
  imports: [CqrsModule, AccountsModule],
  providers: [...parts, ...handlers],
  exports: [MessageEnd, RecipientResolver, Sealings, Uploads],
})
export class MessagesModule {}
