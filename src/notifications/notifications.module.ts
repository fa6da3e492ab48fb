import { Module } from '@nestjs/common';
import { MessagesModule } from '../messages/index.js';
import { ServedOrigin } from '../platform/http/served-origin.js';
import { logFollower } from '../platform/subscriptions/log-follower.js';
import { DueModule } from '../retention/index.js';
import { Addressees } from './addressees.js';
import { ExpiryWarnings } from './expiring/expiry-warnings.js';
import { NotificationsPolicy } from './policies/notifications.policy.js';
import { NoticeDelivery } from './queue/notice-delivery.js';
import { NoticeMetrics } from './queue/notice-metrics.js';
import { NoticeQueueModule } from './queue/notice-queue.module.js';
import { NoticeSender } from './queue/notice-sender.js';

/** Tells accounts by mail what happens to their messages, in the role `policies`. Settings: `src/settings/notifications/`. */
@Module({
  imports: [MessagesModule, DueModule, NoticeQueueModule],
  providers: [
    Addressees,
    ExpiryWarnings,
    NoticeDelivery,
    NoticeMetrics,
    NoticeSender,
    NotificationsPolicy,
    // A process without the role `api` has links to tell, too.
    ServedOrigin,
    logFollower,
  ],
})
export class NotificationsModule {}
