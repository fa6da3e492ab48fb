import { defaultFolders } from '../../src/contracts/folders.js';

export const menu = Object.values(defaultFolders);
