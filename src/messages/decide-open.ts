import { type MessageEvent } from '../contracts/events/message.events.js';
import { type ActOnCopy, heldCopy } from './held-copy.js';
import { type MessageState } from './message.state.js';

/**
 * Records the opening, once for a person and a copy (C8), the sender's own copy included though it counts as read
 * from the start. A copy that was marked as unread is read again by the next opening, whoever opens: one more event
 * for each time, with `unreadBefore` true and `firstOfMailbox` false. An opening that changes nothing is no event.
 */
export function open(state: MessageState, act: ActOnCopy): MessageEvent[] {
  const copy = heldCopy(state, act);
  if (!copy.unread && copy.openedBy.includes(act.person)) return [];
  return [
    {
      type: 'MessageOpened',
      data: {
        mailbox: copy.mailbox,
        copy: copy.copy,
        person: act.person,
        role: copy.role,
        folder: copy.folder,
        unreadBefore: copy.unread,
        firstOfMailbox: copy.openedBy.length === 0,
        senderCopy: state.senderCopy,
      },
      private: { by: act.by },
    },
  ];
}
