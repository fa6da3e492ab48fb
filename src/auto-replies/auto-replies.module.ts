import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { MessagesModule } from '../messages/index.js';
import { AutomaticRepliesPolicy } from './policies/automatic-replies.policy.js';

/** The automatic replies of accounts. Their settings: `src/settings/auto-reply/`. */
@Module({
  imports: [CqrsModule, MessagesModule],
  providers: [AutomaticRepliesPolicy],
})
export class AutoRepliesModule {}
