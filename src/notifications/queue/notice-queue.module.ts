import { Module } from '@nestjs/common';
import { NotificationCommands } from '../notification-commands.js';
import { NoticeQueue } from './notice-queue.js';

/** The queue and what operators ask of it: in every process, that of the command line included, and sending nothing. */
@Module({ providers: [NoticeQueue, NotificationCommands], exports: [NoticeQueue] })
export class NoticeQueueModule {}
