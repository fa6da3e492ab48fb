import { type MessageEvent } from '../../src/contracts/events/message.events.js';
import { type Copy } from '../../src/messages/message.state.js';

/** Folder and, where it is unread, the folder's unread. */
export function placesOf({ mailbox, folder, unread }: Pick<Copy, 'mailbox' | 'folder' | 'unread'>): string[] {
  return unread ? [`${mailbox}/${folder}`, `${mailbox}/${folder} unread`] : [`${mailbox}/${folder}`];
}

/** How an event changes the counts, from what it says alone: as the projection of folders sees it. */
export function countsOf(event: MessageEvent): [string, number][] {
  const change = (copy: Pick<Copy, 'mailbox' | 'folder' | 'unread'>, by: number) =>
    placesOf(copy).map((place): [string, number] => [place, by]);
  switch (event.type) {
    case 'MessageSealed':
      return [];
    case 'MessageSent':
      return change({ ...event.data, unread: false }, 1);
    case 'MessageDelivered':
      return change({ ...event.data, unread: true }, 1);
    case 'MessageOpened':
      return event.data.unreadBefore ? [[`${event.data.mailbox}/${event.data.folder} unread`, -1]] : [];
    case 'MessageMarkedUnread':
      return [[`${event.data.mailbox}/${event.data.folder} unread`, 1]];
    case 'MessageMoved':
    case 'MessageDeleted':
    case 'MessageRestored': {
      const { mailbox, from, to, unread } = event.data;
      return [
        ...change({ mailbox, folder: from, unread }, -1),
        ...change({ mailbox, folder: to, unread }, 1),
      ];
    }
    case 'MessageDeletedForever':
    case 'MessageCopyExpired':
      return change(event.data, -1);
    case 'MessageExpired':
      return event.data.copies.flatMap((copy) => change(copy, -1));
    case 'MessageExported':
    case 'MessageTaken':
    case 'MessageReleased':
    case 'MessageRetentionShortened':
    case 'MessageShredded':
      return [];
  }
}
