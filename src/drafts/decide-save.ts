import { type DraftEvent, type DraftSaved } from '../contracts/events/draft.events.js';
import { type ActOnDraft, draftNotFound, heldDraft } from './held-draft.js';
import { type DraftState } from './draft.state.js';

/** What is saved; its content and its key are durable already. */
export interface SavedDraft {
  readonly content: { readonly id: string; readonly size: number };
  readonly expiresAt: string;
  /** Undefined leaves it as it is: a draft of a forward keeps its reference (D3). */
  readonly replyTo: string | null | undefined;
  readonly forwardOf: string | null | undefined;
  readonly private: NonNullable<DraftSaved['private']>;
}

/** The first saving. */
export function createDraft(state: DraftState, act: ActOnDraft, draft: SavedDraft): DraftEvent[] {
  if (state.phase !== 'none') throw draftNotFound();
  return [saved(state, act, draft)];
}

/** Again, over what was there. */
export function saveDraft(state: DraftState, act: ActOnDraft, draft: SavedDraft): DraftEvent[] {
  return [saved(heldDraft(state, act), act, draft)];
}

function saved(state: DraftState, { mailbox, at }: ActOnDraft, draft: SavedDraft): DraftSaved {
  const { content, expiresAt, replyTo = state.replyTo, forwardOf = state.forwardOf } = draft;
  return {
    type: 'DraftSaved',
    data: {
      mailbox,
      first: state.phase === 'none',
      content,
      savedAt: at,
      expiresAt,
      ...(replyTo !== null && { replyTo }),
      ...(forwardOf !== null && { forwardOf }),
    },
    private: draft.private,
  };
}
