/* Collections of the projection `retention`. Ids and times only. */

/** Collection `due`. `_id` is the message. */
export type DueDocument = {
  readonly message: string;
  /** When all of it ends. */
  readonly expiresAt: string;
  /** Copies that end before: of accounts that keep for less. */
  readonly copies: readonly { readonly mailbox: string; readonly copy: string; readonly expiresAt: string }[];
  /** When the first of all these ends: what is asked for. */
  readonly dueAt: string;
  /** The message has ended then; key and contents are not known to be destroyed yet. */
  readonly endedAt?: string;
};

/** Collection `drafts`. `_id` is the draft. */
export type DueDraftDocument = {
  readonly draft: string;
  readonly mailbox: string;
  readonly savedAt: string;
  readonly dueAt: string;
  /** As of messages. */
  readonly endedAt?: string;
};

/** Collection `shortenings`: a shorter retention that copies of before may not know yet. `_id` is the mailbox. */
export type ShorteningDocument = {
  readonly mailbox: string;
  readonly days: number;
  readonly setAt: string;
  /** Of the event in the mailbox's stream. */
  readonly revision: number;
};
