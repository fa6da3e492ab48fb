import { Refusal } from '../contracts/decider.js';
import { type MessageEvent } from '../contracts/events/message.events.js';
import { type ActOnCopy, heldCopy } from './held-copy.js';
import { type Copy, firstFolder, type MessageState } from './message.state.js';

export interface Move extends ActOnCopy {
  readonly folder: string;
  /** Of the mailbox that acts: the message's stream does not know its folders. */
  readonly folderExists: (folder: string) => boolean;
}

/** To any folder of the mailbox but « Brouillons »; to « Messages supprimés » it is a deletion. */
export function move(state: MessageState, act: Move): MessageEvent[] {
  const copy = heldCopy(state, act);
  if (act.folder === 'drafts') {
    throw new Refusal('drafts-only', 'Le dossier « Brouillons » ne reçoit que des brouillons.');
  }
  if (!act.folderExists(act.folder)) {
    throw new Refusal('folder-not-found', 'Ce dossier n’existe pas ou n’existe plus.');
  }
  if (act.folder === 'deleted') return remove(state, act);
  if (act.folder === copy.folder) return [];
  return [{ type: 'MessageMoved', data: passage(copy, act.folder), private: { by: act.by } }];
}

/** To « Messages supprimés », remembering where it was. Nothing changes if it is there. */
export function remove(state: MessageState, act: ActOnCopy): MessageEvent[] {
  const copy = heldCopy(state, act);
  if (copy.folder === 'deleted') return [];
  return [{ type: 'MessageDeleted', data: passage(copy, 'deleted'), private: { by: act.by } }];
}

/** Back to where it was, or to inbox or sent where that folder is no more. Elsewhere nothing changes. */
export function restore(state: MessageState, act: ActOnCopy & Pick<Move, 'folderExists'>): MessageEvent[] {
  const copy = heldCopy(state, act);
  if (copy.folder !== 'deleted') return [];
  const back = copy.deletedFrom;
  const to = back !== null && act.folderExists(back) ? back : firstFolder[copy.role];
  return [{ type: 'MessageRestored', data: passage(copy, to), private: { by: act.by } }];
}

export const passage = (copy: Copy, to: string) => ({
  mailbox: copy.mailbox,
  copy: copy.copy,
  from: copy.folder,
  to,
  unread: copy.unread,
});
