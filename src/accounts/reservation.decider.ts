import { type Decider, Refusal } from '../contracts/decider.js';
import { type ReservationEvent } from '../contracts/events/reservation.events.js';

/** Who holds what must be unique: an address, a portal identity. The stream's name is the keyed hash of it. */
export interface ReservationState {
  /** A mailbox for an address, a person for an identity. */
  readonly holder: string | null;
}

export const reservationDecider: Decider<ReservationState, ReservationEvent> = {
  initial: { holder: null },
  evolve(_, event) {
    return { holder: event.type === 'AddressReserved' ? event.data.mailbox : event.data.person };
  },
};

/**
 * Again for the same mailbox: nothing changes, so that what was cut short can be taken up.
 *
 * @param former the mailbox that had the address and has it no longer, where there is one
 * @throws Refusal `address-taken`
 */
export function reserveAddress(
  state: ReservationState,
  mailbox: string,
  former: string | null = null,
): ReservationEvent[] {
  if (state.holder === mailbox) return [];
  if (state.holder !== null && state.holder !== former) throw addressTaken();
  return [{ type: 'AddressReserved', data: { mailbox }, private: null }];
}

/** What was taken from a mailbox that turned out to have it is that one's again. */
export function giveBackAddress(
  state: ReservationState,
  mailbox: string,
  former: string,
): ReservationEvent[] {
  if (state.holder !== mailbox) return [];
  return [{ type: 'AddressReserved', data: { mailbox: former }, private: null }];
}

export const addressTaken = (): Refusal => new Refusal('address-taken', 'Cette adresse est déjà utilisée.');

export function reserveIdentity(state: ReservationState, person: string): ReservationEvent[] {
  if (state.holder === person) return [];
  if (state.holder !== null) {
    throw new Refusal('identity-taken', 'Cette identité du portail est déjà liée à un autre compte.');
  }
  return [{ type: 'IdentityReserved', data: { person }, private: null }];
}
