import { Module } from '@nestjs/common';
import { ChangeFolderController } from './change/change-folder.controller.js';
import { CreateFolderController } from './create/create-folder.controller.js';
import { DeleteFolderController } from './delete/delete-folder.controller.js';
import { FoldersModule } from './folders.module.js';

/** The commands of folders by HTTP. */
@Module({
  imports: [FoldersModule],
  controllers: [ChangeFolderController, CreateFolderController, DeleteFolderController],
})
export class FoldersHttpModule {}
