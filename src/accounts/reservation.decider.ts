import { type Decider, Refusal } from '../contracts/decider.js';
import { type ReservationEvent } from '../contracts/events/reservation.events.js';

/** Who holds what must be unique: an address, a portal identity. The stream's name is the keyed hash of it. */
export interface ReservationState {
  /** A mailbox for an address, a person for an identity. */
  readonly holder: string | null;
  /** Changes with every reservation: who has looked at it before must look again. */
  readonly turn: number;
}

export const reservationDecider: Decider<ReservationState, ReservationEvent> = {
  initial: { holder: null, turn: 0 },
  evolve({ turn }, event) {
    const holder = event.type === 'AddressReserved' ? event.data.mailbox : event.data.person;
    return { holder, turn: turn + 1 };
  },
};

/** Somebody else reserved the address since it was looked at: look again. */
export class ReservationChanged extends Error {
  constructor() {
    super('the address was reserved meanwhile');
    this.name = 'ReservationChanged';
  }
}

/**
 * Again for the same mailbox: nothing changes, so that what was cut short can be taken up.
 *
 * @param seen the reservation before anybody looked whether its holder has the address
 * @param isFree its holder is nobody, or a mailbox that has the address no longer
 * @throws Refusal `address-taken`
 * @throws ReservationChanged
 */
export function reserveAddress(
  state: ReservationState,
  mailbox: string,
  seen: ReservationState,
  isFree: boolean,
): ReservationEvent[] {
  if (state.holder === mailbox) return [];
  if (state.turn !== seen.turn) throw new ReservationChanged();
  if (!isFree) throw addressTaken();
  return [addressReserved(mailbox)];
}

/**
 * Reserves the address once more for the mailbox that has it by now: whoever looked before it had it is told to look
 * again.
 *
 * @throws Refusal `address-taken` where it has become another's
 */
export function confirmAddress(state: ReservationState, mailbox: string): ReservationEvent[] {
  if (state.holder !== mailbox) throw addressTaken();
  return [addressReserved(mailbox)];
}

const addressReserved = (mailbox: string): ReservationEvent => ({
  type: 'AddressReserved',
  data: { mailbox },
  private: null,
});

/** What is told of an address that is another account's. */
export const addressTaken = (): Refusal => new Refusal('address-taken', 'Cette adresse est déjà utilisée.');

export function reserveIdentity(state: ReservationState, person: string): ReservationEvent[] {
  if (state.holder === person) return [];
  if (state.holder !== null) {
    throw new Refusal('identity-taken', 'Cette identité du portail est déjà liée à un autre compte.');
  }
  return [{ type: 'IdentityReserved', data: { person }, private: null }];
}
