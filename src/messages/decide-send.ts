import { Refusal } from '../contracts/decider.js';
import { type MessageEvent, type MessageSealed } from '../contracts/events/message.events.js';
import { checkAttachments } from './composition-rules.js';
import { type Holder, holdersOf, type Recipient } from './holders.js';
import { firstFolder, type MessageState } from './message.state.js';

/** A message as it was sealed, and who gets it. */
export interface Send {
  readonly message: string;
  readonly sender: string;
  readonly recipients: readonly Recipient[];
  readonly sealed: Omit<MessageSealed['data'], 'sender' | 'holders'>;
  readonly private: NonNullable<MessageSealed['private']>;
}

/**
 * One append holds the sealing, the sender's copy and every delivery: all of them are there, or none.
 *
 * @param given who holds a copy, where the caller has worked it out already
 */
export function send(state: MessageState, command: Send, given?: readonly Holder[]): MessageEvent[] {
  if (state.phase !== 'none') throw new Refusal('already-sent', 'Ce message est déjà envoyé.');
  checkAttachments(command.sealed.attachments.map((attachment) => attachment.size));
  const holders = given ?? holdersOf(command.message, command.sender, command.recipients);
  const sealed: MessageEvent = {
    type: 'MessageSealed',
    data: {
      ...command.sealed,
      sender: command.sender,
      holders: holders.map(({ mailbox, copy, role }) => ({ mailbox, copy, role })),
    },
    private: command.private,
  };
  return [sealed, ...holders.map(delivery)];
}

function delivery({ mailbox, copy, role, copyOf, expiresAt }: Holder): MessageEvent {
  const folder = firstFolder[role];
  const ends = expiresAt === undefined ? {} : { expiresAt };
  if (role === 'sender')
    return { type: 'MessageSent', data: { mailbox, copy, folder, ...ends }, private: null };
  return {
    type: 'MessageDelivered',
    data: { mailbox, copy, role, copyOf: [...copyOf], folder, ...ends },
    private: null,
  };
}
