import { type MessageEvent } from '../../src/contracts/events/message.events.js';
import { deleteForever } from '../../src/messages/decide-end.js';
import { exportCopy } from '../../src/messages/decide-export.js';
import { markUnread } from '../../src/messages/decide-mark-unread.js';
import { move, remove, restore } from '../../src/messages/decide-move.js';
import { open } from '../../src/messages/decide-open.js';
import { release, take } from '../../src/messages/decide-take.js';
import { type ActOnCopy } from '../../src/messages/held-copy.js';
import { messageDecider } from '../../src/messages/message.decider.js';
import { type MessageState } from '../../src/messages/message.state.js';
import { specification } from './given-when-then.js';
import { by, sealedAt, sent } from './sealed-message.js';

export const message = specification(messageDecider);

export const claire: ActOnCopy = { mailbox: 'claire', copy: 'm1', person: 'p-claire', by, at: sealedAt };
export const antoine: ActOnCopy = { mailbox: 'antoine', copy: 'm1', person: 'p-antoine', by, at: sealedAt };
export const folderExists = (folder: string) => ['inbox', 'sent', 'drafts', 'deleted', 'f1'].includes(folder);

/** The events of a history: each decision on what the ones before it left. */
export function history(...decisions: ((state: MessageState) => readonly MessageEvent[])[]): MessageEvent[] {
  const events = sent();
  for (const decide of decisions) events.push(...decide(message.given(events).state));
  return events;
}
export const opened =
  (act = claire) =>
  (state: MessageState) =>
    open(state, act);
export const deleted =
  (act = claire) =>
  (state: MessageState) =>
    remove(state, act);
export const moved =
  (folder: string, act = claire) =>
  (state: MessageState) =>
    move(state, { ...act, folder, folderExists });
export const restored =
  (act = claire) =>
  (state: MessageState) =>
    restore(state, { ...act, folderExists });
export const gone =
  (act = claire) =>
  (state: MessageState) =>
    deleteForever(state, act);
export const unread =
  (act = claire) =>
  (state: MessageState) =>
    markUnread(state, act);
export const exported =
  (act = claire) =>
  (state: MessageState) =>
    exportCopy(state, act);
export const taken =
  (act = claire) =>
  (state: MessageState) =>
    take(state, act);
export const released =
  (act = claire) =>
  (state: MessageState) =>
    release(state, act);
