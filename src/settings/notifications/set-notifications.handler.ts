import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AddressBook, MailboxCommands, normalizeAddress } from '../../accounts/index.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { defaultNotifications } from '../../contracts/settings/notification-settings.js';
import { requireSeen } from '../../platform/commands/content-tag.js';
import { notificationAddressRefused, setNotifications } from '../decide-notifications.js';
import { SetNotificationsCommand } from './set-notifications.command.js';

@CommandHandler(SetNotificationsCommand)
export class SetNotificationsHandler implements ICommandHandler<SetNotificationsCommand> {
  constructor(
    private readonly mailboxes: MailboxCommands,
    private readonly addresses: AddressBook,
  ) {}

  async execute({ context, notifications, seen }: SetNotificationsCommand): Promise<CommandAnswer> {
    const address = normal(notifications.address);
    const isAccount = address !== null && (await this.addresses.find(address)) !== undefined;
    return this.mailboxes.execute(context, (state) => {
      requireSeen(seen, state.settings.notifications ?? defaultNotifications);
      return setNotifications(state, { ...notifications, address }, isAccount);
    });
  }
}

function normal(typed: string | null): string | null {
  if (typed === null || typed.trim() === '') return null;
  const address = normalizeAddress(typed);
  if (address !== undefined) return address;
  throw notificationAddressRefused(typed, 'malformed', 'Cette adresse est mal formée.');
}
