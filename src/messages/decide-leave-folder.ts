import { type MessageEvent } from '../contracts/events/message.events.js';
import { type By } from '../contracts/events/schemas.js';
import { passage } from './decide-move.js';
import { copyKey, firstFolder, type MessageState } from './message.state.js';

export interface LeaveFolder {
  readonly mailbox: string;
  readonly copy: string;
  readonly by: By;
  /** The folder that is deleted. */
  readonly folder: string;
  /** The folder that takes what it held; null: inbox or sent, as the copy is one. */
  readonly heir: string | null;
}

/** Out of a deleted folder. A copy that is elsewhere by now, or gone, is left alone: nothing is refused. */
export function leaveFolder(state: MessageState, act: LeaveFolder): MessageEvent[] {
  const copy = state.copies.get(copyKey(act.mailbox, act.copy));
  if (state.phase !== 'kept' || copy?.folder !== act.folder) return [];
  const to = act.heir ?? firstFolder[copy.role];
  const type = to === 'deleted' ? 'MessageDeleted' : 'MessageMoved';
  return [{ type, data: passage(copy, to), private: { by: act.by } }];
}
