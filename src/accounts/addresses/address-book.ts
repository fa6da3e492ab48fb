import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import {
  AGGREGATES,
  type Aggregates,
  type CommandContext,
  type Loaded,
} from '../../platform/commands/aggregates.js';
import { stepOf } from '../../platform/commands/step-of.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { type MailboxState } from '../mailbox.state.js';
import {
  addressTaken,
  confirmAddress,
  ReservationChanged,
  reservationDecider,
  type ReservationState,
  reserveAddress,
} from '../reservation.decider.js';
import { normalizeAddress } from './address.js';

/** An address that changes hands more often than it can be looked at counts as another's. */
const MOST_LOOKS = 20;

export interface FoundMailbox {
  readonly mailbox: string;
  readonly state: MailboxState;
}

/** Which account an address reaches, from the log as it is now: account and correspondence addresses alike (D2). */
@Injectable()
export class AddressBook {
  /** Of addresses that were asked for: a hash is asked for with each recipient. */
  private readonly streams = new LRUCache<string, string>({ max: 10_000 });

  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(KEYRING) private readonly keyring: Keyring,
  ) {}

  /** @param address as {@link normalizeAddress} answers it */
  async find(address: string): Promise<FoundMailbox | undefined> {
    const mailbox = (await this.reservation(address)).state.holder;
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
    const mailbox = (await this.reservation(address)).state.holder;
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
    const holder = await this.holderOf(normalForm(text));
    if (holder !== null && holder !== mailbox) throw addressTaken();
  }

  /**
   * Takes an address for a mailbox; again for the same mailbox nothing changes. From a mailbox that is there and has not
   * the address by an event of its own another may take it over: once it has, {@link confirm}.
   *
   * @returns the normal form, and a number that is the same as long as nobody reserves the address
   * @throws Refusal `address-refused`, `address-taken`
   */
  async reserve(
    context: CommandContext,
    mailbox: string,
    text: string,
  ): Promise<{ readonly address: string; readonly turn: number }> {
    const address = normalForm(text);
    for (let looks = 1; ; looks += 1) {
      try {
        return { address, turn: await this.take(context, mailbox, address) };
      } catch (error) {
        if (!(error instanceof ReservationChanged)) throw error;
        if (looks === MOST_LOOKS) throw addressTaken();
      }
    }
  }

  /**
   * That the mailbox has the address by an event of its own now.
   *
   * @param address in its normal form
   * @throws Refusal `address-taken` where another took it before that event
   */
  async confirm(context: CommandContext, mailbox: string, address: string): Promise<void> {
    const { state } = await this.reservation(address);
    await this.aggregates.execute(
      reservationDecider,
      await this.stream(address),
      afterTurn(context, 'confirm', state),
      (known) => confirmAddress(known, mailbox),
    );
  }

  /** Whether the address is reserved for the mailbox. @param address in its normal form */
  async isReservedFor(mailbox: string, address: string): Promise<boolean> {
    return (await this.reservation(address)).state.holder === mailbox;
  }

  /** @throws ReservationChanged */
  private async take(context: CommandContext, mailbox: string, address: string): Promise<number> {
    const { state: seen } = await this.reservation(address);
    const isFree = seen.holder === null || (await this.hasLeft(seen.holder, address));
    const { state } = await this.aggregates.execute(
      reservationDecider,
      await this.stream(address),
      afterTurn(context, 'reserve', seen),
      (known) => reserveAddress(known, mailbox, seen, isFree),
    );
    return state.turn;
  }

  private async reservation(address: string): Promise<Loaded<ReservationState>> {
    return this.aggregates.load(reservationDecider, await this.stream(address));
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
    const known = this.streams.get(address);
    if (known !== undefined) return known;
    const stream = streams.address(await this.keyring.keyedHash('address', address));
    this.streams.set(address, stream);
    return stream;
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

/** An operation that comes again may have lost what it took the first time: whose it is tells, not what was done. */
const afterTurn = (context: CommandContext, step: string, { turn }: ReservationState): CommandContext =>
  stepOf(context, step, String(turn));
