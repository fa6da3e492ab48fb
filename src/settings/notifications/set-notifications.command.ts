import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type NotificationSettings } from '../../contracts/settings/notification-settings.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** Of what the context's mailbox is told by mail, and where (S7). */
export class SetNotificationsCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    /** The address as typed. */
    readonly notifications: NotificationSettings,
    /** Tags of what the window has read; undefined, it does not say. */
    readonly seen?: readonly string[],
  ) {
    super();
  }
}
