import { type MailboxState } from '../accounts/mailbox.state.js';
import { Refusal } from '../contracts/decider.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { type ManagerSet } from '../contracts/events/settings.events.js';

type Manager = NonNullable<ManagerSet['private']>;

/** Who administers the account, as its settings show them (S11). The same again changes nothing. */
export function setManager(state: MailboxState, manager: Manager): MailboxEvent[] {
  if (!state.registered) throw new Refusal('not-found', 'Ce compte n’existe pas.');
  const known = state.settings.manager;
  const isSame = known !== null && JSON.stringify(ordered(known)) === JSON.stringify(ordered(manager));
  return isSame ? [] : [{ type: 'ManagerSet', data: {}, private: ordered(manager) }];
}

const ordered = ({ name, administrators }: Manager): Manager => ({
  name,
  administrators: administrators.map(({ name: who, email, phone }) => ({ name: who, email, phone })),
});
