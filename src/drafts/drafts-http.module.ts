import { Module } from '@nestjs/common';
import { DiscardDraftController } from './discard/discard-draft.controller.js';
import { DraftsModule } from './drafts.module.js';
import { SaveDraftController } from './save/save-draft.controller.js';

/** The commands of drafts by HTTP. */
@Module({ imports: [DraftsModule], controllers: [DiscardDraftController, SaveDraftController] })
export class DraftsHttpModule {}
