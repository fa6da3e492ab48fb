import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeviceRecords } from '../auth/index.js';
import { DraftsModule } from '../drafts/index.js';
import { FoldersModule } from '../folders/index.js';
import { MessagesModule } from '../messages/index.js';
import { DueModule } from './due.module.js';
import { EndsCutShort } from './ends-cut-short.js';
import { Housekeeping } from './housekeeping.js';
import { OldMailFiles } from './old-mail-files.js';
import { Orphans } from './orphans.js';
import { RetentionCommands } from './retention-commands.js';
import { RetentionMetrics } from './retention-metrics.js';
import { RetentionShortener } from './retention-shortener.js';
import { Scrubber } from './scrubber.js';
import { Sweeper } from './sweeper.js';

/** Ends what is due, and removes what nobody needs any more. Needs the platform and the read models. */
@Module({
  imports: [CqrsModule, DueModule, MessagesModule, DraftsModule, FoldersModule],
  providers: [
    DeviceRecords,
    EndsCutShort,
    Housekeeping,
    OldMailFiles,
    Orphans,
    RetentionCommands,
    RetentionMetrics,
    RetentionShortener,
    Scrubber,
    Sweeper,
  ],
})
export class RetentionModule {}
