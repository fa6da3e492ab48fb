import { defineProjection } from '../engine/define-projection.js';
import { endsOfMessages } from '../engine/ends-of-messages.js';
import { copies } from './copies.js';
import { envelopes } from './envelopes.js';
import { folders } from './folders.js';
import { touches } from './touches.js';

/** Message lists, envelopes, and folders with their counts (C1 to C4, C7). */
export const folderView = defineProjection({
  name: 'folder-view',
  version: 4,
  prefixes: ['message-', 'draft-', 'mailbox-'],
  ends: endsOfMessages,
  collections: { copies, envelopes, folders },
  touches,
});
