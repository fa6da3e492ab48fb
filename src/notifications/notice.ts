import { type NotificationKind } from '../contracts/settings/notification-settings.js';

/** Of a notice, more are counted and not named. */
export const MOST_LINKS = 20;

/**
 * What an account is to be told by mail (S7). Ids alone: the address is looked up when the mail is sent, and what the
 * mail says follows from these.
 */
export interface Notice {
  /** Follows from what it tells of: the same again is the same notice, and the same mail. */
  readonly id: string;
  readonly kind: NotificationKind;
  readonly mailbox: string;
  /** Ids that the messages have in the mailbox, {@link MOST_LINKS} at most. */
  readonly copies: readonly string[];
  /** How many messages it is about. */
  readonly count: number;
  /** Of `expiring`: the day in Paris on which they are deleted. */
  readonly day?: string;
}
