import { type MessageEvent } from '../contracts/events/message.events.js';
import { type Notice } from './notice.js';

type Told = Extract<
  MessageEvent,
  { readonly type: 'MessageDelivered' | 'MessageOpened' | 'MessageDeletedForever' }
>;

export interface Concerned extends Pick<Notice, 'kind' | 'mailbox'> {
  readonly copy: string;
}

/** The sender's copy of a message, where there still is one. */
export type SenderCopy = { readonly mailbox: string; readonly copy: string } | null;

/**
 * Whom an event concerns, if anybody, and as what: who received a message, and who sent one that a recipient opened
 * for the first time or deleted for good. What happens in one mailbox alone (moved, put among « Messages supprimés »)
 * is told to nobody else (C8), and what one does oneself not to oneself.
 *
 * @param sender as the message has it now; an opening says it itself
 */
export function concernedBy({ type, data }: Told, sender: SenderCopy): Concerned | undefined {
  switch (type) {
    case 'MessageDelivered':
      return { kind: 'received', mailbox: data.mailbox, copy: data.copy };
    case 'MessageOpened': {
      const isFirst = data.role === 'recipient' && data.firstOfMailbox;
      return isFirst ? ofSender('opened', data.mailbox, data.senderCopy) : undefined;
    }
    case 'MessageDeletedForever':
      return ofSender('deleted', data.mailbox, sender);
  }
}

function ofSender(kind: 'opened' | 'deleted', by: string, sender: SenderCopy): Concerned | undefined {
  return sender === null || sender.mailbox === by ? undefined : { kind, ...sender };
}
