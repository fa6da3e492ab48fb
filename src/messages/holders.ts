import { Refusal } from '../contracts/decider.js';
import { type HolderRole } from '../contracts/events/schemas.js';
import { sentCopyOf } from './message.state.js';

/**
 * Recipients and delegates of a message: every copy is an event of one append, which has a limit. Five hundred
 * recipients may have a delegate each; the sender is not counted.
 */
export const MAX_HOLDERS = 1_000;

export interface Recipient {
  readonly mailbox: string;
  /** Its delegates as its stream has them now. */
  readonly delegates: readonly string[];
  /** Where its account keeps its messages for less than the law of the product. */
  readonly retentionDays?: number | null;
}

export interface Holder {
  readonly mailbox: string;
  readonly copy: string;
  readonly role: HolderRole;
  /** For a delegate: the recipients whose delegate it is. */
  readonly copyOf: readonly string[];
  /** Where the copy ends before the message does. */
  readonly expiresAt?: string;
}

/**
 * Who gets a copy (S4): the sender, each recipient once, and each delegate of a recipient once, unless it is sender
 * or recipient itself. Delegates are those of recipients only: a copy is never delegated again. A sender who is a
 * recipient too holds two copies: the received one has the message's id, the sent one `<id>-sent`.
 *
 * @param sender null for a message that comes from outside
 */
export function holdersOf(
  message: string,
  sender: string | null,
  recipients: readonly Recipient[],
): readonly Holder[] {
  const received = new Set(recipients.map((recipient) => recipient.mailbox));
  const holders: Holder[] = [];
  if (sender !== null) {
    const copy = received.has(sender) ? sentCopyOf(message) : message;
    holders.push({ mailbox: sender, copy, role: 'sender', copyOf: [] });
  }
  for (const mailbox of received) holders.push({ mailbox, copy: message, role: 'recipient', copyOf: [] });
  for (const [mailbox, copyOf] of delegatesOf(recipients)) {
    if (mailbox === sender || received.has(mailbox)) continue;
    holders.push({ mailbox, copy: message, role: 'delegate', copyOf });
  }
  if (holders.filter(({ role }) => role !== 'sender').length > MAX_HOLDERS) {
    throw new Refusal(
      'too-many-holders',
      `Ce message irait à plus de ${MAX_HOLDERS} comptes, délégués compris. Envoyez-le en plusieurs fois.`,
    );
  }
  return holders;
}

function delegatesOf(recipients: readonly Recipient[]): ReadonlyMap<string, readonly string[]> {
  const delegates = new Map<string, string[]>();
  for (const { mailbox, delegates: own } of recipients) {
    for (const delegate of own) {
      const copyOf = delegates.get(delegate) ?? [];
      if (!copyOf.includes(mailbox)) copyOf.push(mailbox);
      delegates.set(delegate, copyOf);
    }
  }
  return delegates;
}
