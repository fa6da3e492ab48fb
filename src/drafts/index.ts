/** What other features use of drafts. */
export { DraftEnd } from './acting/draft-end.js';
export { draftDecider } from './draft.decider.js';
export { ExpireDraftCommand } from './expire/expire-draft.command.js';
export { ShortenDraftCommand } from './shorten-retention/shorten-draft.command.js';
export { DraftsModule } from './drafts.module.js';
export { draftNotFound } from './held-draft.js';
