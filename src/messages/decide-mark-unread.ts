import { type MessageEvent } from '../contracts/events/message.events.js';
import { type ActOnCopy, heldCopy } from './held-copy.js';
import { type MessageState } from './message.state.js';

/** The copy counts as unread again for the whole mailbox. Openings stay recorded. */
export function markUnread(state: MessageState, act: ActOnCopy): MessageEvent[] {
  const copy = heldCopy(state, act);
  if (copy.unread) return [];
  return [
    {
      type: 'MessageMarkedUnread',
      data: { mailbox: copy.mailbox, copy: copy.copy, folder: copy.folder },
      private: { by: act.by },
    },
  ];
}
