import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AccountsModule } from '../accounts/index.js';
import { CopyCommands } from './acting/copy-commands.js';
import { MessageEnd } from './acting/message-end.js';
import { DeleteForeverHandler } from './delete-forever/delete-forever.handler.js';
import { DeleteMessageHandler } from './delete/delete-message.handler.js';
import { ExpireMessageHandler } from './expire/expire-message.handler.js';
import { MarkUnreadHandler } from './mark-unread/mark-unread.handler.js';
import { MoveMessageHandler } from './move/move-message.handler.js';
import { OpenMessageHandler } from './open/open-message.handler.js';
import { RestoreMessageHandler } from './restore/restore-message.handler.js';

const handlers = [
  DeleteForeverHandler,
  DeleteMessageHandler,
  ExpireMessageHandler,
  MarkUnreadHandler,
  MoveMessageHandler,
  OpenMessageHandler,
  RestoreMessageHandler,
];

/** The write side of messages. The platform's ports come from a global module of the application. */
@Module({
  imports: [CqrsModule, AccountsModule],
  providers: [CopyCommands, MessageEnd, ...handlers],
  exports: [MessageEnd],
})
export class MessagesModule {}
