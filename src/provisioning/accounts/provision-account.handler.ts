import { Inject } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  AddressBook,
  addressTaken,
  mailboxDecider,
  personDecider,
  reservationDecider,
} from '../../accounts/index.js';
import { type FoundMailbox, type MailboxState } from '../../accounts/index.js';
import { ProvisionIdentityCommand } from '../../accounts/provision-identity/provision-identity.command.js';
import { RegisterMailboxCommand } from '../../accounts/register-mailbox/register-mailbox.command.js';
import { RegisterPersonCommand } from '../../accounts/register-person/register-person.command.js';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { stepOf } from '../../platform/commands/step-of.js';
import { type AccountField, type PlannedAccount } from './account-form.js';
import { ProvisionAccountCommand, type ProvisionedAccount } from './provision-account.command.js';

interface NewIds {
  readonly mailbox: string;
  readonly person: string;
}

@CommandHandler(ProvisionAccountCommand)
export class ProvisionAccountHandler implements ICommandHandler<ProvisionAccountCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(KEYRING) private readonly keyring: Keyring,
    private readonly addresses: AddressBook,
    private readonly bus: CommandBus,
  ) {}

  async execute({ context, account, dryRun }: ProvisionAccountCommand): Promise<ProvisionedAccount> {
    const known = await this.addresses.find(account.address);
    if (known !== undefined) return this.compared(known, account);
    const ids = await this.idsFor(account.address);
    await this.checkUnique(ids, account);
    if (dryRun) return { outcome: 'created', id: ids.mailbox, differs: [], revision: -1 };
    await this.create(context, ids, account);
    // Another may have made it at the same time, otherwise: what stands is compared, not what was asked for.
    const made = await this.addresses.find(account.address);
    if (made === undefined) throw addressTaken();
    const compared = await this.compared(made, account);
    return compared.outcome === 'already' ? { ...compared, outcome: 'created' } : compared;
  }

  /** The same at every try, so that what was cut short is taken up; of a keyed hash: they say nothing of the address. */
  private async idsFor(address: string): Promise<NewIds> {
    const hash = await this.keyring.keyedHash('address', address);
    return {
      mailbox: deterministicUuid('provisioned mailbox', hash),
      person: deterministicUuid('provisioned person', hash),
    };
  }

  private async checkUnique(ids: NewIds, planned: PlannedAccount): Promise<void> {
    const { address, nationalId, notifyAddress } = planned;
    const holder = await this.addresses.holderOf(address);
    if (holder !== null && holder !== ids.mailbox) {
      throw addressTaken();
    }
    const person = nationalId === null ? null : await this.personOf(nationalId);
    if (person !== null && person !== ids.person) {
      throw new Refusal('identity-taken', 'Cet identifiant national est déjà celui d’un autre compte.');
    }
    if (notifyAddress !== null && (await this.addresses.find(notifyAddress)) !== undefined) {
      throw notifiesAccount(notifyAddress);
    }
  }

  /** The mailbox last: an account that is there is whole. */
  private async create(context: CommandContext, ids: NewIds, account: PlannedAccount): Promise<void> {
    const { address, type, label, person, nationalId, establishment, notifyAddress } = account;
    const step = (name: string): CommandContext => ({
      ...stepOf({ ...context, operation: ids.mailbox }, name),
      keyed: true,
    });
    await this.addresses.reserve(step('address'), ids.mailbox, address);
    if (nationalId !== null) {
      await this.bus.execute(new ProvisionIdentityCommand(step('identity'), ids.person, nationalId));
    }
    if (person !== null) await this.register(step('person'), ids, person);
    const mailbox = {
      id: ids.mailbox,
      type,
      owner: person === null ? null : ids.person,
      address,
      label,
      ...(notifyAddress !== null && { notifyAddress }),
      ...(establishment !== null && { establishment }),
    };
    await this.bus.execute(new RegisterMailboxCommand(step('mailbox'), mailbox));
  }

  private async register(
    context: CommandContext,
    ids: NewIds,
    names: NonNullable<PlannedAccount['person']>,
  ): Promise<void> {
    const { state } = await this.aggregates.load(personDecider, streams.person(ids.person));
    if (state.registered) return;
    const person = { id: ids.person, mailbox: ids.mailbox, roles: [], ...names };
    await this.bus.execute(new RegisterPersonCommand(context, person));
  }

  private async compared(
    { mailbox, state }: FoundMailbox,
    account: PlannedAccount,
  ): Promise<ProvisionedAccount> {
    // A correspondence of another account reaches it too.
    if (state.address !== account.address) throw addressTaken();
    const { revision } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    const differs: AccountField[] = [];
    if (state.type !== account.type) differs.push('type');
    if (state.label !== account.label) differs.push('label');
    const { notifyAddress } = account;
    if (notifyAddress !== null && state.settings.notifications?.address !== notifyAddress) {
      differs.push('notifyAddress');
    }
    differs.push(...differsAsEstablishment(state, account));
    if (state.owner !== null) differs.push(...(await this.differsAsPerson(state.owner, account)));
    return { outcome: differs.length === 0 ? 'already' : 'differs', id: mailbox, differs, revision };
  }

  private async differsAsPerson(owner: string, account: PlannedAccount): Promise<AccountField[]> {
    const { state } = await this.aggregates.load(personDecider, streams.person(owner));
    const differs: AccountField[] = [];
    if (account.person !== null && state.lastName !== account.person.lastName) differs.push('lastName');
    if (account.person !== null && state.firstName !== account.person.firstName) differs.push('firstName');
    const { nationalId } = account;
    if (nationalId !== null && (await this.personOf(nationalId)) !== owner) differs.push('idNumber');
    return differs;
  }

  private async personOf(nationalId: string): Promise<string | null> {
    const stream = streams.identity(await this.keyring.keyedHash('national-id', nationalId));
    return (await this.aggregates.load(reservationDecider, stream)).state.holder;
  }
}

/** What the account's users have saved counts, as with its notifications. */
function differsAsEstablishment(
  { settings }: MailboxState,
  { establishment }: PlannedAccount,
): AccountField[] {
  if (establishment === null) return [];
  const { idType, idNumber } = settings.profile?.activity ?? {};
  return [
    ...(idType === establishment.idType ? [] : (['idType'] as const)),
    ...(idNumber === establishment.idNumber ? [] : (['idNumber'] as const)),
  ];
}

function notifiesAccount(address: string): Refusal {
  const detail = 'Indiquez une adresse de messagerie ordinaire : celle-ci est celle d’un compte Medimail.';
  return new Refusal('address-refused', detail, [
    { field: 'notifyAddress', code: 'account', detail, address },
  ]);
}
