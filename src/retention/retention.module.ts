import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeviceRecords } from '../auth/index.js';
import { DraftsModule } from '../drafts/index.js';
import { FoldersModule } from '../folders/index.js';
import { MessagesModule } from '../messages/index.js';
import { Due } from './due.js';
import { EndsCutShort } from './ends-cut-short.js';
import { Housekeeping } from './housekeeping.js';
import { Orphans } from './orphans.js';
import { RetentionCommands } from './retention-commands.js';
import { RetentionMetrics } from './retention-metrics.js';
import { RetentionShortener } from './retention-shortener.js';
import { Scrubber } from './scrubber.js';
import { Sweeper } from './sweeper.js';

/** Ends what is due, and removes what nobody needs any more. Needs the platform and the read models. */
@Module({
  imports: [CqrsModule, MessagesModule, DraftsModule, FoldersModule],
  providers: [
    DeviceRecords,
    Due,
    EndsCutShort,
    Housekeeping,
    Orphans,
    RetentionCommands,
    RetentionMetrics,
    RetentionShortener,
    Scrubber,
    Sweeper,
  ],
  exports: [Due],
})
export class RetentionModule {}
