import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { type MailboxState } from '../mailbox.state.js';
import { addressTaken, giveBackAddress, reservationDecider, reserveAddress } from '../reservation.decider.js';
import { normalizeAddress } from './address.js';

export interface FoundMailbox {
  readonly mailbox: string;
  readonly state: MailboxState;
}

/** Which account an address reaches, from the log as it is now: account and correspondence addresses alike (D2). */
@Injectable()
export class AddressBook {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(KEYRING) private readonly keyring: Keyring,
  ) {}

  /** @param address as {@link normalizeAddress} answers it */
  async find(address: string): Promise<FoundMailbox | undefined> {
    const mailbox = await this.reservedFor(address);
    if (mailbox === null) return undefined;
    const state = await this.mailbox(mailbox);
    return isAddressOf(state, address) ? { mailbox, state } : undefined;
  }

  /**
   * The mailbox for which an address is taken, whether it has come to be or not; null where the address is free: it
   * never was anybody's, or the account that had it as a correspondence has it no longer.
   *
   * @param address as {@link normalizeAddress} answers it
   */
  async holderOf(address: string): Promise<string | null> {
    const mailbox = await this.reservedFor(address);
    return mailbox === null || (await this.hasLeft(mailbox, address)) ? null : mailbox;
  }

  /**
   * The account of an address that somebody typed into a form's field `address`.
   *
   * @throws Refusal `address-refused`
   */
  async findTyped(text: string): Promise<FoundMailbox> {
    const address = normalForm(text);
    const found = await this.find(address);
    if (found === undefined) {
      throw addressRefused(address, 'unknown', 'Cette adresse n’est pas celle d’un compte Medimail.');
    }
    return found;
  }

  /**
   * Whether {@link reserve} would take the address for the mailbox now.
   *
   * @throws Refusal `address-refused`, `address-taken`
   */
  async checkFree(mailbox: string, text: string): Promise<void> {
    reserveAddress({ holder: await this.holderOf(normalForm(text)) }, mailbox);
  }

  /**
   * Takes an address for a mailbox; again for the same mailbox nothing changes. As long as a mailbox that is there has
   * not the address by an event of its own, another may take it over: {@link isHeldBy} tells.
   *
   * @returns the normal form
   * @throws Refusal `address-refused`, `address-taken`
   */
  async reserve(context: CommandContext, mailbox: string, text: string): Promise<string> {
    const address = normalForm(text);
    const stream = await this.stream(address);
    const { state, revision } = await this.aggregates.load(reservationDecider, stream);
    const former = state.holder !== null && (await this.hasLeft(state.holder, address)) ? state.holder : null;
    // An operation that comes again may have lost what it took the first time: whose it is tells, not what was done.
    const step = (what: string): CommandContext => ({
      ...context,
      operation: deterministicUuid(context.operation, what, String(revision)),
    });
    await this.aggregates.execute(reservationDecider, stream, step('reserve'), (known) =>
      reserveAddress(known, mailbox, former),
    );
    if (former === null || former === mailbox || (await this.hasLeft(former, address))) return address;
    // It was set there once more before anybody could see whose it had become.
    await this.aggregates.execute(reservationDecider, stream, step('give back'), (known) =>
      giveBackAddress(known, mailbox, former),
    );
    throw addressTaken();
  }

  /** Whether the address is reserved for the mailbox still. @param address in its normal form */
  async isHeldBy(mailbox: string, address: string): Promise<boolean> {
    return (await this.reservedFor(address)) === mailbox;
  }

  private async reservedFor(address: string): Promise<string | null> {
    return (await this.aggregates.load(reservationDecider, await this.stream(address))).state.holder;
  }

  private async mailbox(mailbox: string): Promise<MailboxState> {
    return (await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox))).state;
  }

  /** The mailbox is there and has the address no longer. Of one whose key is destroyed nobody knows what it had. */
  private async hasLeft(mailbox: string, address: string): Promise<boolean> {
    const state = await this.mailbox(mailbox);
    return state.registered && state.address !== null && !isAddressOf(state, address);
  }

  private async stream(address: string): Promise<string> {
    return streams.address(await this.keyring.keyedHash('address', address));
  }
}

/** @throws Refusal `address-refused` */
function normalForm(text: string): string {
  const address = normalizeAddress(text);
  if (address === undefined) throw addressRefused(text, 'malformed', 'Cette adresse est mal formée.');
  return address;
}

/** A reservation alone does not do: the mailbox may not have come to be, or have another correspondence now. */
function isAddressOf(state: MailboxState, address: string): boolean {
  if (!state.registered) return false;
  if (state.address === address) return true;
  for (const correspondence of state.correspondences.values()) if (correspondence === address) return true;
  return false;
}

function addressRefused(address: string, code: string, detail: string): Refusal {
  return new Refusal('address-refused', detail, [{ field: 'address', code, detail, address }]);
}
