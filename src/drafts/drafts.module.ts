import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AccountsModule } from '../accounts/index.js';
import { DraftContents } from './acting/draft-contents.js';
import { DraftDiscard } from './acting/draft-discard.js';
import { DraftEnd } from './acting/draft-end.js';
import { DraftSaving } from './acting/draft-saving.js';
import { DiscardDraftHandler } from './discard/discard-draft.handler.js';
import { ExpireDraftHandler } from './expire/expire-draft.handler.js';
import { MarkDraftSentHandler } from './mark-sent/mark-draft-sent.handler.js';
import { SentDraftsPolicy } from './policies/sent-drafts.policy.js';
import { SaveDraftHandler } from './save/save-draft.handler.js';
import { ShortenDraftHandler } from './shorten-retention/shorten-draft.handler.js';

const handlers = [
  DiscardDraftHandler,
  ExpireDraftHandler,
  MarkDraftSentHandler,
  SaveDraftHandler,
  ShortenDraftHandler,
];

/** The write side of drafts. The platform's ports and the read models come from global modules. */
@Module({
  imports: [CqrsModule, AccountsModule],
  providers: [DraftContents, DraftDiscard, DraftEnd, DraftSaving, SentDraftsPolicy, ...handlers],
  exports: [DraftEnd],
})
export class DraftsModule {}
