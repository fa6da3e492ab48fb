import { Inject, Injectable } from '@nestjs/common';
import { type Request } from 'express';
import { livingDevices } from '../../accounts/decide-devices.js';
import { type Device, type PersonState } from '../../accounts/person.decider.js';
import { tooMany } from '../../platform/http/problem.js';
import { type RateLimiter } from '../../platform/http/rate-limiter.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { Persons } from '../access/persons.js';
import { SESSION_LIMITER } from '../sessions/session.middleware.js';
import { DeviceGrants } from './device-grants.js';
import { DeviceProofs, type VerifiedProof } from './device-proofs.js';
import { DeviceRefusals } from './device-refusals.js';
import { type DeviceClaims, DeviceTokens } from './device-tokens.js';

const AUTHORIZATION = /^DPoP +([\w.-]+)$/i;

/** Whether the request says that a mobile device makes it (RFC 9449, section 7.1). */
export function isDeviceCall({ headers }: Request): boolean {
  return /^DPoP(?: |$)/i.test(headers.authorization ?? '');
}

/** A device that is in order, and its person. */
export interface DeviceCaller {
  readonly claims: DeviceClaims;
  readonly device: Device;
  readonly state: PersonState;
}

/** Which mobile device calls: its token says so, its proof that it is the device, the log that it still may. */
@Injectable()
export class DeviceCallers {
  // Nest hands out what was injected one by one.
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly tokens: DeviceTokens,
    private readonly proofs: DeviceProofs,
    private readonly grants: DeviceGrants,
    private readonly persons: Persons,
    private readonly refusals: DeviceRefusals,
    @Inject(SESSION_LIMITER) private readonly limiter: RateLimiter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem 401, 429 */
  async of(request: Request): Promise<DeviceCaller> {
    const token = AUTHORIZATION.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const claims = await this.tokens.access(token);
    if (typeof claims === 'string') throw this.refusals.token(claims);
    await this.prove(request, { claims, token });
    const found = await this.living(claims);
    if (found === undefined) throw this.refusals.token('removed');
    await this.grants.use(claims.device, claims.generation);
    return { claims, ...found };
  }

  /**
   * That the device itself calls, and not too often. A call counts once it is proved: who has a token without its key
   * uses nothing up of what the device may ask; and beyond the limit no proof is written.
   *
   * @param of.token the access token that the proof must be of, where one comes along
   * @throws Problem 401, 429
   */
  async prove(request: Request, of: { claims: DeviceClaims; token?: string }): Promise<VerifiedProof> {
    const { device, thumbprint } = of.claims;
    const proof = await this.proofs.verify(request, {
      thumbprint,
      ...(of.token !== undefined && { token: of.token }),
    });
    refuseFor(this.limiter.wait(device));
    await this.proofs.remember(proof);
    refuseFor(this.limiter.hit(device));
    return proof;
  }

  /**
   * The device that a token names, as the log has it now.
   *
   * @returns undefined where it was removed, or has to be paired anew
   */
  async living(claims: DeviceClaims): Promise<{ device: Device; state: PersonState } | undefined> {
    const state = await this.persons.find(claims.person);
    if (state === undefined) return undefined;
    const device = livingDevices(state, this.clock.now()).get(claims.device);
    return device?.thumbprint === claims.thumbprint ? { device, state } : undefined;
  }
}

/** @param wait in seconds; none where it is 0 */
function refuseFor(wait: number): void {
  if (wait > 0) throw tooMany(wait);
}
