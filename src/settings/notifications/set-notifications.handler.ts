import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MailboxCommands } from '../../accounts/index.js';
import { normalizeAddress } from '../../accounts/index.js';
import { Refusal } from '../../contracts/decider.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { setNotifications } from '../decide-notifications.js';
import { SetNotificationsCommand } from './set-notifications.command.js';

@CommandHandler(SetNotificationsCommand)
export class SetNotificationsHandler implements ICommandHandler<SetNotificationsCommand> {
  constructor(private readonly mailboxes: MailboxCommands) {}

  async execute({ context, notifications }: SetNotificationsCommand): Promise<CommandAnswer> {
    const address = normal(notifications.address);
    return this.mailboxes.execute(context, (state) => setNotifications(state, { ...notifications, address }));
  }
}

function normal(typed: string | null): string | null {
  if (typed === null || typed.trim() === '') return null;
  const address = normalizeAddress(typed);
  if (address !== undefined) return address;
  const detail = 'Cette adresse est mal formée.';
  throw new Refusal('address-refused', detail, [
    { field: 'address', code: 'malformed', detail, address: typed },
  ]);
}
