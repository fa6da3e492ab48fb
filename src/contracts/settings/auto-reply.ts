/** The automatic reply of an account (S10). */
export interface AutoReply {
  readonly enabled: boolean;
  readonly text: string;
  /** Days in Paris, both included; null: open. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Before anything is set. */
export const noAutoReply: AutoReply = { enabled: false, text: '', from: null, to: null };
