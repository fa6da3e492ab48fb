import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AccountsModule } from '../accounts/index.js';
import { SetAutoReplyHandler } from './auto-reply/set-auto-reply.handler.js';
import { SetNotificationsHandler } from './notifications/set-notifications.handler.js';
import { FirstProfilePolicy } from './policies/first-profile.policy.js';
import { RemoveSignatureHandler } from './signatures/remove-signature.handler.js';
import { SaveSignatureHandler } from './signatures/save-signature.handler.js';

const handlers = [RemoveSignatureHandler, SaveSignatureHandler, SetAutoReplyHandler, SetNotificationsHandler];

/** The write side of an account's settings. */
@Module({
  imports: [CqrsModule, AccountsModule],
  providers: [FirstProfilePolicy, ...handlers],
})
export class SettingsModule {}
