import { type MailboxSettings } from '../accounts/settings.state.js';
import { type MessageSealed } from '../contracts/events/message.events.js';
import { isBlank } from '../contracts/text/blank.js';

type Settings = MailboxSettings['autoReply'];

/** Whom an automatic reply goes to, and what it answers. */
export interface Answered {
  /** The mailbox of who wrote. */
  readonly sender: string;
  /** The address that it was written from. */
  readonly to: string;
  /** Of the message that is answered. */
  readonly subject: string;
}

/** The text with which the account answers on that day, both its first and its last included; undefined: not at all. */
export function replyOn(settings: Settings, day: string): string | undefined {
  if (settings?.enabled !== true || isBlank(settings.text)) return undefined;
  const { from, to, text } = settings;
  const isWithin = (from === null || from <= day) && (to === null || day <= to);
  return isWithin ? text : undefined;
}

/**
 * Whether a message may be answered by a machine (S10; RFC 3834, 2): not one that a machine wrote, nor one's own, nor
 * one that names the account neither in `A` nor in `Cc`.
 */
export function answered(mailbox: string, sealed: MessageSealed | undefined): Answered | undefined {
  if (!sealed?.private || sealed.data.automatic === true) return undefined;
  const { sender } = sealed.data;
  // What a gateway received is answered by the gateway, which there is not yet.
  if (sender === null || sender === mailbox) return undefined;
  const { from, to, cc, subject } = sealed.private;
  const isNamed = [...to, ...cc].some((party) => party.mailbox === mailbox);
  return isNamed ? { sender, to: from.address, subject } : undefined;
}
