import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AccountsModule } from '../accounts/index.js';
import { MessagesModule } from '../messages/index.js';
import { ChangeFolderHandler } from './change/change-folder.handler.js';
import { CreateFolderHandler } from './create/create-folder.handler.js';
import { DeleteFolderHandler } from './delete/delete-folder.handler.js';
import { DeletedFolders } from './delete/deleted-folders.js';

/** The write side of folders. Needs the platform and the read models. */
@Module({
  imports: [CqrsModule, AccountsModule, MessagesModule],
  providers: [ChangeFolderHandler, CreateFolderHandler, DeletedFolders, DeleteFolderHandler],
  exports: [DeletedFolders],
})
export class FoldersModule {}
