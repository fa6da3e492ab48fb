import { type Decider } from '../contracts/decider.js';
import { type EventOf } from '../contracts/events/event-definition.js';
import {
  type MessageDelivered,
  type MessageEvent,
  type MessageOpened,
  type MessageSealed,
} from '../contracts/events/message.events.js';
import { type Copy, copyKey, firstFolder, type MessageState, noMessage } from './message.state.js';

/** How a message's state follows from its events. Its decisions stand beside it, one a file: `decide-*.ts`. */
export const messageDecider: Decider<MessageState, MessageEvent> = { initial: noMessage, evolve };

function evolve(state: MessageState, event: MessageEvent): MessageState {
  switch (event.type) {
    case 'MessageSealed':
      return sealed(event.data);
    case 'MessageSent':
      return filed(state, event.data, 'sender');
    case 'MessageDelivered':
      return filed(state, event.data, event.data.role);
    case 'MessageOpened':
      return changed(state, event.data, (copy) => opened(copy, event.data));
    case 'MessageMarkedUnread':
      return changed(state, event.data, (copy) => ({ ...copy, unread: true }));
    case 'MessageExported':
      return state;
    case 'MessageTaken':
      return changed(state, event.data, (copy) => ({ ...copy, takenBy: event.data.person }));
    case 'MessageReleased':
      return changed(state, event.data, (copy) => ({ ...copy, takenBy: null }));
    case 'MessageMoved':
    case 'MessageRestored':
      return changed(state, event.data, (copy) => ({ ...copy, folder: event.data.to, deletedFrom: null }));
    case 'MessageDeleted':
      return changed(state, event.data, (copy) => ({
        ...copy,
        folder: event.data.to,
        deletedFrom: event.data.from,
      }));
    case 'MessageRetentionShortened':
      return changed(state, event.data, (copy) => ({ ...copy, expiresAt: event.data.expiresAt }));
    case 'MessageDeletedForever':
    case 'MessageCopyExpired':
      return removed(state, event.data);
    case 'MessageExpired':
      return { ...state, phase: 'expired', copies: new Map(), senderCopy: null };
    case 'MessageShredded':
      return { ...state, phase: 'shredded' };
  }
}

/** The sealing names every holder: the deliveries that follow in the same append add due dates of their own alone. */
function sealed(data: EventOf<typeof MessageSealed>['data']): MessageState {
  const sender = data.holders.find((holder) => holder.role === 'sender');
  return {
    phase: 'kept',
    expiresAt: data.expiresAt,
    senderCopy: sender === undefined ? null : { mailbox: sender.mailbox, copy: sender.copy },
    body: data.body,
    attachments: data.attachments,
    mailboxes: [...new Set(data.holders.map((holder) => holder.mailbox))],
    copies: new Map(
      data.holders.map((holder) => [
        copyKey(holder.mailbox, holder.copy),
        newCopy({ ...holder, expiresAt: data.expiresAt }, firstFolder[holder.role]),
      ]),
    ),
  };
}

function newCopy(
  { mailbox, copy, role, expiresAt }: Pick<Copy, 'mailbox' | 'copy' | 'role' | 'expiresAt'>,
  folder: string,
): Copy {
  return {
    mailbox,
    copy,
    role,
    folder,
    deletedFrom: null,
    unread: role !== 'sender',
    expiresAt,
    openedBy: [],
    takenBy: null,
  };
}

function filed(
  state: MessageState,
  data: Pick<EventOf<typeof MessageDelivered>['data'], 'mailbox' | 'copy' | 'folder' | 'expiresAt'>,
  role: Copy['role'],
): MessageState {
  const held = state.copies.get(copyKey(data.mailbox, data.copy));
  const expiresAt = data.expiresAt ?? held?.expiresAt ?? state.expiresAt;
  if (held?.folder === data.folder && held.expiresAt === expiresAt) return state;
  const copy =
    held === undefined
      ? newCopy({ ...data, role, expiresAt }, data.folder)
      : { ...held, folder: data.folder, expiresAt };
  const mailboxes = state.mailboxes.includes(data.mailbox)
    ? state.mailboxes
    : [...state.mailboxes, data.mailbox];
  return { ...withCopy(state, copy), mailboxes };
}

function opened(copy: Copy, data: EventOf<typeof MessageOpened>['data']): Copy {
  const openedBy = copy.openedBy.includes(data.person) ? copy.openedBy : [...copy.openedBy, data.person];
  return { ...copy, unread: false, openedBy };
}

function changed(
  state: MessageState,
  { mailbox, copy }: Pick<Copy, 'mailbox' | 'copy'>,
  change: (copy: Copy) => Copy,
): MessageState {
  const held = state.copies.get(copyKey(mailbox, copy));
  return held === undefined ? state : withCopy(state, change(held));
}

function withCopy(state: MessageState, copy: Copy): MessageState {
  const copies = new Map(state.copies);
  copies.set(copyKey(copy.mailbox, copy.copy), copy);
  return { ...state, copies };
}

function removed(state: MessageState, { mailbox, copy }: Pick<Copy, 'mailbox' | 'copy'>): MessageState {
  const copies = new Map(state.copies);
  copies.delete(copyKey(mailbox, copy));
  const ofSender = state.senderCopy?.mailbox === mailbox && state.senderCopy.copy === copy;
  return { ...state, copies, senderCopy: ofSender ? null : state.senderCopy };
}
