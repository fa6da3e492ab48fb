import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Request } from 'express';
import { PairDeviceCommand } from '../../accounts/pair-device/pair-device.command.js';
import { type DeviceTokensView } from '../../contracts/http/me.http.js';
import { tooMany } from '../../platform/http/problem.js';
import { type RateLimiter } from '../../platform/http/rate-limiter.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { Persons } from '../access/persons.js';
import { personContext } from '../me/person-context.js';
import { DeviceGrants } from './device-grants.js';
import { DevicePairings } from './device-pairings.js';
import { DeviceProofs } from './device-proofs.js';
import { DeviceRefusals } from './device-refusals.js';
import { DeviceTokens } from './device-tokens.js';

/** Wrong codes from one address in one minute. */
export const WRONG_CODE_LIMIT = { limit: 30, windowMs: 60_000 };

/** Nest's injection token of the limiter of wrong codes by address. */
export const WRONG_CODE_LIMITER = Symbol('WrongCodeLimiter');

export interface DeviceToPair {
  /** What the code holds. */
  readonly pairing: string;
  readonly name: string;
  /** Of its public key. */
  readonly thumbprint: string;
}

/** A device shows a code, and may act as the person from then on (S12). */
@Injectable()
export class PairDevice {
  // Nest hands out what was injected one by one.
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly pairings: DevicePairings,
    private readonly proofs: DeviceProofs,
    private readonly grants: DeviceGrants,
    private readonly tokens: DeviceTokens,
    private readonly persons: Persons,
    private readonly refusals: DeviceRefusals,
    private readonly commands: CommandBus,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    @Inject(WRONG_CODE_LIMITER) private readonly wrongCodes: RateLimiter,
  ) {}

  /**
   * A proof is not asked for: somebody else's key is worth nothing without its other half. One that is there is checked,
   * once the code was found: who has no code makes the service neither write nor verify a signature.
   *
   * @throws Problem 401, 429; Refusal too-many-devices
   */
  async pair(request: Request, { pairing, name, thumbprint }: DeviceToPair): Promise<DeviceTokensView> {
    const waiting = await this.pairings.find(pairing);
    if (waiting === undefined) throw this.wrongCode(request);
    if (request.get('DPoP') !== undefined)
      await this.proofs.remember(await this.proofs.verify(request, { thumbprint }));
    if (!(await this.pairings.take(waiting))) throw this.wrongCode(request);
    const { person, strongAuth } = waiting;
    const context = personContext(this.randomness, person);
    const command = new PairDeviceCommand(context, { name, thumbprint, strongAuth });
    const replaced = await this.devicesWith(person, thumbprint);
    const { id: device } = await this.commands.execute(command);
    const generation = await this.grants.begin(device, replaced);
    return this.tokens.issue({ device, person, generation, thumbprint });
  }

  /** The devices of the person, one as a rule, that end when this key is paired anew. */
  private async devicesWith(person: string, thumbprint: string): Promise<string[]> {
    const devices = [...((await this.persons.find(person))?.devices ?? [])];
    return devices.filter(([, device]) => device.thumbprint === thumbprint).map(([id]) => id);
  }

  /** A right code is taken whatever came before: behind a proxy everybody has the same address. */
  private wrongCode(request: Request): Error {
    const wait = this.wrongCodes.hit(request.socket.remoteAddress ?? '');
    const refused = this.refusals.pairing();
    return wait > 0 ? tooMany(wait) : refused;
  }
}
