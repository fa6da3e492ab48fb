import { type MessageEvent } from '../contracts/events/message.events.js';
import { type ActOnCopy, openedCopy } from './held-copy.js';
import { type MessageState } from './message.state.js';

/** The message leaves the service as a file (C9): every time is an event, for somebody who has opened it. */
export function exportCopy(state: MessageState, act: ActOnCopy): MessageEvent[] {
  const { mailbox, copy, folder } = openedCopy(state, act);
  return [{ type: 'MessageExported', data: { mailbox, copy, folder }, private: { by: act.by } }];
}
