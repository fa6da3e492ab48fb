/** What other features use of folders. */
export { DeletedFolders } from './delete/deleted-folders.js';
export { FoldersModule } from './folders.module.js';
