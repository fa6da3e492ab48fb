import { type DocumentRef } from '../engine/projection.js';

export const envelopeRef = (message: string): DocumentRef => ({ collection: 'envelopes', id: message });

export const copyRef = (of: { readonly mailbox: string; readonly copy: string }): DocumentRef => ({
  collection: 'copies',
  id: `${of.mailbox}/${of.copy}`,
});

export const folderRef = (mailbox: string, folder: string): DocumentRef => ({
  collection: 'folders',
  id: `${mailbox}/${folder}`,
});
