import { type FolderView } from '../../src/contracts/http/messages.http.js';

/** Where a view stands: the account shown, and its folders. */
export interface Place {
  readonly mailbox: string;
  readonly folders: readonly FolderView[];
}
