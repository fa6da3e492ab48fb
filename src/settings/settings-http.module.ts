import { Module } from '@nestjs/common';
import { AutoReplyController } from './auto-reply/auto-reply.controller.js';
import { DelegatesController } from './delegates/delegates.controller.js';
import { DelegatesQuery } from './delegates/delegates.query.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { ProfileController } from './profile/profile.controller.js';
import { ProfileForm } from './profile/profile-form.js';
import { ProfileQuery } from './profile/profile.query.js';
import { SettingsController } from './read/settings.controller.js';
import { SettingsQuery } from './read/settings.query.js';
import { SettingsModule } from './settings.module.js';
import { SignaturesController } from './signatures/signatures.controller.js';

/** The settings of an account by HTTP (S2 to S11). */
@Module({
  imports: [SettingsModule],
  controllers: [
    AutoReplyController,
    DelegatesController,
    NotificationsController,
    ProfileController,
    SettingsController,
    SignaturesController,
  ],
  providers: [DelegatesQuery, ProfileForm, ProfileQuery, SettingsQuery],
})
export class SettingsHttpModule {}
