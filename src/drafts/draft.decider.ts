import { type Decider } from '../contracts/decider.js';
import { type DraftEvent } from '../contracts/events/draft.events.js';
import { type DraftState, noDraft, REMEMBERED_CONTENTS } from './draft.state.js';

/** How a draft's state follows from its events. Its decisions stand beside it: `decide-*.ts`. */
export const draftDecider: Decider<DraftState, DraftEvent> = { initial: noDraft, evolve };

function evolve(state: DraftState, event: DraftEvent): DraftState {
  const events = state.events + 1;
  switch (event.type) {
    case 'DraftSaved': {
      const { mailbox, content, savedAt, expiresAt, replyTo = null, forwardOf = null } = event.data;
      const revision = state.events;
      const contents = [...state.contents, content.id].slice(-REMEMBERED_CONTENTS);
      const texts = { content, contents, replyTo, forwardOf };
      return { phase: 'kept', sent: false, events, revision, mailbox, savedAt, expiresAt, ...texts };
    }
    case 'DraftSent':
      return { ...state, phase: 'ended', sent: true, events };
    case 'DraftDiscarded':
    case 'DraftExpired':
      return { ...state, phase: 'ended', events };
    case 'DraftRetentionShortened':
      return { ...state, events, expiresAt: event.data.expiresAt };
    case 'DraftShredded':
      return { ...state, phase: 'shredded', events };
  }
}
