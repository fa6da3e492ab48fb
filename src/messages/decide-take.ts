import { Refusal } from '../contracts/decider.js';
import { type MessageEvent } from '../contracts/events/message.events.js';
import { type ActOnCopy, heldCopy } from './held-copy.js';
import { type MessageState } from './message.state.js';

/** Somebody else of the account has taken it: whoever answers the user names them. */
export class AlreadyTaken extends Refusal {
  constructor(readonly person: string) {
    super('already-taken', 'Ce message est déjà pris en charge par un autre utilisateur de ce compte.');
  }
}

/**
 * Taken in charge by one person of the account, so that two do not handle one message (S13). A sign and no lock: it
 * keeps nobody from opening, replying or moving. Again by the same person: nothing more.
 */
export function take(state: MessageState, act: ActOnCopy): MessageEvent[] {
  const copy = heldCopy(state, act);
  if (copy.takenBy === act.person) return [];
  if (copy.takenBy !== null) throw new AlreadyTaken(copy.takenBy);
  if (copy.role === 'sender') {
    throw new Refusal('not-received', 'Seul un message reçu peut être pris en charge.');
  }
  if (copy.folder === 'deleted') {
    throw new Refusal(
      'in-deleted-messages',
      'Ce message est dans « Messages supprimés » : restaurez-le avant de le prendre en charge.',
    );
  }
  const { mailbox, folder } = copy;
  const data = { mailbox, copy: copy.copy, folder, person: act.person };
  return [{ type: 'MessageTaken', data, private: { by: act.by } }];
}

/** By anybody of the account: who took it may be absent. Where nobody has it nothing happens. */
export function release(state: MessageState, act: ActOnCopy): MessageEvent[] {
  const copy = heldCopy(state, act);
  if (copy.takenBy === null) return [];
  const { mailbox, folder, takenBy: person } = copy;
  const data = { mailbox, copy: copy.copy, folder, person };
  return [{ type: 'MessageReleased', data, private: { by: act.by } }];
}
