import { type MailboxState } from '../accounts/mailbox.state.js';
import { Refusal } from '../contracts/decider.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { notificationKinds, type NotificationSettings } from '../contracts/settings/notification-settings.js';

/** Of what the account is told by mail (S7). @param settings the address in its normal form */
export function setNotifications(state: MailboxState, settings: NotificationSettings): MailboxEvent[] {
  const { address, ...kinds } = settings;
  if (address !== null && address === state.address) {
    const detail =
      'Indiquez une autre adresse que celle du compte : une notification annonce ce qui y arrive.';
    throw new Refusal('address-refused', detail, [{ field: 'address', code: 'own', detail, address }]);
  }
  const before = state.settings.notifications;
  const isSame =
    before?.address === address && notificationKinds.every((kind) => before[kind] === settings[kind]);
  return isSame ? [] : [{ type: 'NotificationsSet', data: kinds, private: { address } }];
}
