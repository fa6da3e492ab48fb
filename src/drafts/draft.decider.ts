import { type Decider } from '../contracts/decider.js';
import { type DraftEvent } from '../contracts/events/draft.events.js';
import { type DraftState, noDraft, REMEMBERED_CONTENTS } from './draft.state.js';

/** How a draft's state follows from its events. Its decisions stand beside it: `decide-*.ts`. */
export const draftDecider: Decider<DraftState, DraftEvent> = { initial: noDraft, evolve };

function evolve(state: DraftState, event: DraftEvent): DraftState {
  const revision = state.revision + 1;
  switch (event.type) {
    case 'DraftSaved': {
      const { mailbox, content, expiresAt, replyTo = null, forwardOf = null } = event.data;
      const contents = [...state.contents, content.id].slice(-REMEMBERED_CONTENTS);
      return { phase: 'kept', revision, mailbox, content, contents, expiresAt, replyTo, forwardOf };
    }
    case 'DraftDiscarded':
    case 'DraftSent':
    case 'DraftExpired':
      return { ...state, phase: 'ended', revision };
    case 'DraftShredded':
      return { ...state, phase: 'shredded', revision };
  }
}
