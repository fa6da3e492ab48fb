import { type DocumentRef } from '../engine/projection.js';

/** The same id as the copy's in `folder-view`: what was found is shown from there. */
export const entryRef = (of: { readonly mailbox: string; readonly copy: string }): DocumentRef => ({
  collection: 'entries',
  id: `${of.mailbox}/${of.copy}`,
});
