import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { SetRetentionController } from './set-retention/set-retention.controller.js';
import { SetRetentionHandler } from './set-retention/set-retention.handler.js';

/** What an administrator says of an account's retention. */
@Module({
  imports: [CqrsModule],
  providers: [SetRetentionHandler],
  controllers: [SetRetentionController],
})
export class RetentionHttpModule {}
