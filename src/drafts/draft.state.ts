/**
 * A saving removes the content that it replaces. What it leaves is still named by the draft's key, and so goes with the
 * end; these are for an end that was cut short after the key was destroyed. Whatever is older than these and is there
 * all the same, nobody can read, and the housekeeping's search for contents without a key removes it.
 */
export const REMEMBERED_CONTENTS = 20;

/** Ids and times only: nothing of what is being written is ever kept in a state. */
export interface DraftState {
  /** From `ended` on it is gone for everybody; `shredded` once its key and contents are destroyed too. */
  readonly phase: 'none' | 'kept' | 'ended' | 'shredded';
  /** It ended by being sent: what a draft was is not sent twice (D7). */
  readonly sent: boolean;
  /** How many there were. */
  readonly events: number;
  /** Of the last saving; -1 before the first. What a window has read, and compares when it saves. */
  readonly revision: number;
  readonly mailbox: string;
  readonly content: { readonly id: string; readonly size: number };
  /** The last contents that it had: what its end makes sure of. */
  readonly contents: readonly string[];
  readonly savedAt: string;
  readonly expiresAt: string;
  readonly replyTo: string | null;
  readonly forwardOf: string | null;
}

export const noDraft: DraftState = {
  phase: 'none',
  sent: false,
  events: 0,
  revision: -1,
  mailbox: '',
  content: { id: '', size: 0 },
  contents: [],
  savedAt: '',
  expiresAt: '',
  replyTo: null,
  forwardOf: null,
};
