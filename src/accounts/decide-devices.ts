import { Refusal } from '../contracts/decider.js';
import { type PersonEvent, type StrongAuth } from '../contracts/events/person.events.js';
import { type Device, existing, type PersonState } from './person.decider.js';

/** Devices of one person. */
export const MAX_DEVICES = 10;
/** After a year a device is paired anew, in a session that the portal has authenticated. */
export const PAIRING_LASTS_MS = 365 * 24 * 3_600_000;

/** The devices that may act as the person, by their id. */
export function livingDevices(state: PersonState, now: Date): ReadonlyMap<string, Device> {
  return new Map([...state.devices].filter(([, device]) => now.getTime() < Date.parse(endOf(device))));
}

/** When the device has to be paired anew. */
export function endOf({ pairedAt }: Pick<Device, 'pairedAt'>): string {
  return new Date(Date.parse(pairedAt) + PAIRING_LASTS_MS).toISOString();
}

/**
 * Told before a code is shown, too: it would lead to nothing.
 *
 * @param thumbprint of a key whose own device does not count
 * @throws Refusal not-found, too-many-devices
 */
export function checkRoomForDevice(state: PersonState, now: Date, thumbprint?: string): void {
  existing(state);
  const others = [...livingDevices(state, now).values()].filter((one) => one.thumbprint !== thumbprint);
  if (others.length < MAX_DEVICES) return;
  throw new Refusal('too-many-devices', 'Retirez d’abord un appareil : dix au plus peuvent être associés.');
}

/**
 * A key that a device of the person has already is the same device, paired anew: what it had before is worth nothing
 * any more (S12). @param command.thumbprint of the public key
 */
export function pairDevice(
  state: PersonState,
  command: {
    readonly device: string;
    readonly thumbprint: string;
    readonly name: string;
    readonly strongAuth: StrongAuth;
    readonly now: Date;
  },
): PersonEvent[] {
  const { name, now, ...rest } = command;
  checkRoomForDevice(state, now, command.thumbprint);
  const pairedAt = now.toISOString();
  const same = [...state.devices].filter(([, { thumbprint }]) => thumbprint === command.thumbprint);
  return [
    ...same.map(([device]) => removed(device, pairedAt, 'paired-anew')),
    { type: 'DevicePaired', data: { ...rest, pairedAt }, private: { name } },
  ];
}

/** @throws Refusal not-found */
export function removeDevice(
  state: PersonState,
  command: {
    readonly device: string;
    readonly removedAt: string;
    readonly reason: 'asked' | 'token-reused';
  },
): PersonEvent[] {
  if (!state.devices.has(command.device)) {
    throw new Refusal('not-found', 'Cet appareil n’est pas, ou n’est plus, associé à votre compte.');
  }
  return [removed(command.device, command.removedAt, command.reason)];
}

function removed(
  device: string,
  removedAt: string,
  reason: 'asked' | 'token-reused' | 'paired-anew',
): PersonEvent {
  return { type: 'DeviceRemoved', data: { device, removedAt, reason }, private: null };
}
