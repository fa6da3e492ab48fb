/** Collection `drafts` of the projection `drafts`: a line of « Brouillons ». `_id` is the draft. */
export type DraftDocument = {
  readonly mailbox: string;
  readonly subject: string;
  /** As typed. */
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly savedAt: string;
  readonly expiresAt: string;
  readonly replyTo: string | null;
  readonly forwardOf: string | null;
};
