import { type MailboxState } from '../accounts/mailbox.state.js';
import { Refusal } from '../contracts/decider.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { notificationKinds, type NotificationSettings } from '../contracts/settings/notification-settings.js';

/**
 * Of what the account is told by mail (S7), at an ordinary address (A5): none of its own, and none of another account,
 * where a notification would be told of again. Where it has been told until now stays, whoever has the address since.
 *
 * @param settings the address in its normal form
 * @param isAccount the address is one under which an account is reached
 */
export function setNotifications(
  state: MailboxState,
  settings: NotificationSettings,
  isAccount: boolean,
): MailboxEvent[] {
  const { address, ...kinds } = settings;
  const before = state.settings.notifications;
  if (address !== null && address !== before?.address) checkAddress(state, address, isAccount);
  const isSame =
    before?.address === address && notificationKinds.every((kind) => before[kind] === settings[kind]);
  return isSame ? [] : [{ type: 'NotificationsSet', data: kinds, private: { address } }];
}

function checkAddress(state: MailboxState, address: string, isAccount: boolean): void {
  if (address === state.address || [...state.correspondences.values()].includes(address)) {
    const detail =
      'Indiquez une autre adresse que celles du compte : une notification annonce ce qui y arrive.';
    throw notificationAddressRefused(address, 'own', detail);
  }
  if (!isAccount) return;
  const detail = 'Indiquez une adresse de messagerie ordinaire : celle-ci est celle d’un compte Medimail.';
  throw notificationAddressRefused(address, 'account', detail);
}

export function notificationAddressRefused(address: string, code: string, detail: string): Refusal {
  return new Refusal('address-refused', detail, [{ field: 'address', code, detail, address }]);
}
