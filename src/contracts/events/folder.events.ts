import { Type } from '@sinclair/typebox';
import { defineEvent } from './event-definition.js';
import { closed, Id, Name } from './schemas.js';

/* Stream `mailbox-<uuid>`, as FolderCreated: what becomes of the folders that a mailbox made itself. */

export const FolderRenamed = defineEvent({
  type: 'FolderRenamed',
  version: 1,
  data: Type.Object({ folder: Id }, closed),
  private: Type.Object({ name: Name }, closed),
});

export const FolderMoved = defineEvent({
  type: 'FolderMoved',
  version: 1,
  data: Type.Object({ folder: Id, parent: Type.Union([Id, Type.Null()]) }, closed),
  private: null,
});

/** Its sub-folders have found another place by FolderMoved, in the same append. */
export const FolderDeleted = defineEvent({
  type: 'FolderDeleted',
  version: 1,
  data: Type.Object(
    {
      folder: Id,
      /**
       * The folder where the messages go that it holds, or that were on their way into it; null: to « Boîte de
       * réception » what was received, to « Messages envoyés » what was sent.
       */
      movedTo: Type.Union([Id, Type.Null()]),
    },
    closed,
  ),
  private: null,
});

export const folderEvents = [FolderRenamed, FolderMoved, FolderDeleted] as const;
