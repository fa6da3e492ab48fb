import { Inject, Injectable } from '@nestjs/common';
import { mailboxDecider } from '../accounts/index.js';
import { streams } from '../contracts/events/streams.js';
import { type NotificationKind } from '../contracts/settings/notification-settings.js';
import { AGGREGATES, type Aggregates } from '../platform/commands/aggregates.js';

/** Where accounts are told what, from the log as it is now. */
@Injectable()
export class Addressees {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  /** Null where the account has given no address, or does not want to be told of this. */
  async addressFor(mailbox: string, kind: NotificationKind): Promise<string | null> {
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    const { notifications } = state.settings;
    return notifications?.[kind] === true ? notifications.address : null;
  }
}
