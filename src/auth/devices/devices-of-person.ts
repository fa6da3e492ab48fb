import { Inject, Injectable } from '@nestjs/common';
import { checkRoomForDevice, livingDevices } from '../../accounts/decide-devices.js';
import { type DeviceView } from '../../contracts/http/me.http.js';
import { noSession } from '../../platform/http/problem.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { type CurrentPerson } from '../access/access.decorator.js';
import { Persons } from '../access/persons.js';
import { DeviceGrants } from './device-grants.js';
import { DevicePairings, type OpenPairing } from './device-pairings.js';

const MAX_METHODS = 50;
const MAX_TEXT = 255;

/** The devices of a person, as the log has them, and when each was used last. */
@Injectable()
export class DevicesOfPerson {
  constructor(
    private readonly persons: Persons,
    private readonly grants: DeviceGrants,
    private readonly pairings: DevicePairings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the order in which they were paired. */
  async list(person: string): Promise<DeviceView[]> {
    const state = await this.persons.find(person);
    if (state === undefined) throw noSession();
    const devices = livingDevices(state, this.clock.now());
    const lastUses = await this.grants.lastUses([...devices.keys()]);
    return [...devices].map(([id, { name, pairedAt }]) => ({
      id,
      name: name ?? '',
      pairedAt,
      lastUsedAt: lastUses.get(id) ?? null,
    }));
  }

  /** @throws Refusal too-many-devices */
  async beginPairing({ id: person, session }: CurrentPerson): Promise<OpenPairing> {
    const { acr, amr, at } = session.strongAuth;
    const state = await this.persons.find(person);
    if (state === undefined) throw noSession();
    checkRoomForDevice(state, this.clock.now());
    // As the portal told them, within what an event holds.
    const methods = amr.slice(0, MAX_METHODS).map((method) => method.slice(0, MAX_TEXT));
    return this.pairings.begin(person, session.id, { acr: acr.slice(0, MAX_TEXT), amr: methods, at });
  }
}
