import { type RecordedEvent } from '../../contracts/events/event-definition.js';
import { type AnyEvent } from '../../contracts/events/registry.js';
import { idOfStream } from '../../contracts/events/streams.js';

/** What a web mail needs in order to look again: ids only. */
export interface MailboxChange {
  readonly mailbox: string;
  /** Null where the copy's folder is not what changed. */
  readonly folder: string | null;
  /** Null where the folder itself changed; both null where it is who may use the account. */
  readonly message: string | null;
  readonly kind: 'added' | 'changed' | 'removed';
}

/** The changes that an event makes to mailboxes, in the order in which they are told. */
export function changesOf({ event, stream }: RecordedEvent<AnyEvent>): readonly MailboxChange[] {
  switch (event.type) {
    case 'MessageSent':
    case 'MessageDelivered':
      return [change(event.data, event.data.folder, 'added')];
    case 'MessageMarkedUnread':
    case 'MessageTaken':
    case 'MessageReleased':
    case 'MessageRetentionShortened':
      return [change(event.data, event.data.folder, 'changed')];
    case 'MessageOpened': {
      const { senderCopy } = event.data;
      const opened = change(event.data, event.data.folder, 'changed');
      return senderCopy === null ? [opened] : [opened, change(senderCopy, null, 'changed')];
    }
    case 'MessageMoved':
    case 'MessageDeleted':
    case 'MessageRestored':
      return [change(event.data, event.data.from, 'removed'), change(event.data, event.data.to, 'added')];
    case 'MessageDeletedForever':
    case 'MessageCopyExpired':
      return [change(event.data, event.data.folder, 'removed')];
    case 'MessageExpired':
      return event.data.copies.map((copy) => change(copy, copy.folder, 'removed'));
    case 'DraftSaved':
      return [draftChange(event.data, stream, event.data.first ? 'added' : 'changed')];
    case 'DraftRetentionShortened':
      return [draftChange(event.data, stream, 'changed')];
    case 'DraftDiscarded':
    case 'DraftSent':
    case 'DraftExpired':
      return [draftChange(event.data, stream, 'removed')];
    case 'FolderCreated':
      // The four of every account are there before anybody can look.
      return event.data.role === null ? [folderChange(stream, event.data.folder, 'added')] : [];
    case 'FolderRenamed':
    case 'FolderMoved':
      return [folderChange(stream, event.data.folder, 'changed')];
    case 'FolderDeleted':
      return [folderChange(stream, event.data.folder, 'removed')];
    case 'AccessGranted':
    case 'AccessWithdrawn':
      return [{ mailbox: idOfStream(stream), folder: null, message: null, kind: 'changed' }];
    default:
      return [];
  }
}

const folderChange = (stream: string, folder: string, kind: MailboxChange['kind']): MailboxChange => ({
  mailbox: idOfStream(stream),
  folder,
  message: null,
  kind,
});

function change(
  { mailbox, copy }: { readonly mailbox: string; readonly copy: string },
  folder: string | null,
  kind: MailboxChange['kind'],
): MailboxChange {
  return { mailbox, folder, message: copy, kind };
}

/** A draft stands in its folder as a message does. */
function draftChange(
  { mailbox }: { readonly mailbox: string },
  stream: string,
  kind: MailboxChange['kind'],
): MailboxChange {
  return { mailbox, folder: 'drafts', message: idOfStream(stream), kind };
}
