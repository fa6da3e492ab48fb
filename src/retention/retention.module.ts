import { Module } from '@nestjs/common';
import { MessagesModule } from '../messages/index.js';
import { Housekeeping } from './housekeeping.js';

/** Removes what nobody needs any more. Needs the platform and the read models. */
@Module({ imports: [MessagesModule], providers: [Housekeeping] })
export class RetentionModule {}
