import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Request } from 'express';
import { RemoveDeviceCommand } from '../../accounts/remove-device/remove-device.command.js';
import { Refusal } from '../../contracts/decider.js';
import { type DeviceTokensView } from '../../contracts/http/me.http.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { personContext } from '../me/person-context.js';
import { DeviceCallers } from './device-callers.js';
import { DeviceGrants } from './device-grants.js';
import { DeviceRefusals } from './device-refusals.js';
import { type DeviceClaims, DeviceTokens } from './device-tokens.js';

/**
 * New tokens for a refresh token. One that is shown again after its successor was used has been copied, key and all: the
 * device is removed (RFC 9700, section 4.14.2). A request that was signed before, and came late, is only refused.
 */
@Injectable()
export class RefreshDevice {
  // Nest hands out what was injected one by one.
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly callers: DeviceCallers,
    private readonly grants: DeviceGrants,
    private readonly tokens: DeviceTokens,
    private readonly refusals: DeviceRefusals,
    private readonly commands: CommandBus,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  /** @throws Problem 401, 429 */
  async refresh(request: Request, token: string): Promise<DeviceTokensView> {
    const claims = await this.tokens.refresh(token);
    if (typeof claims === 'string') throw this.refusals.refresh(claims);
    const { signedAfter } = await this.callers.prove(request, { claims });
    if ((await this.callers.living(claims)) === undefined) throw this.refusals.refresh('removed');
    const turn = await this.grants.turn(claims.device, claims.generation, signedAfter);
    if (turn === 'unknown') throw this.refusals.refresh('removed');
    if (turn === 'late') throw this.refusals.refresh('late');
    if (turn === 'reused') {
      await this.remove(claims);
      throw this.refusals.refresh('reused');
    }
    return this.tokens.issue({ ...claims, generation: claims.generation + 1 });
  }

  /** In the name of the service: the person did nothing. */
  private async remove({ person, device }: DeviceClaims): Promise<void> {
    const context = { ...personContext(this.randomness, person), actor: null };
    try {
      await this.commands.execute(new RemoveDeviceCommand(context, person, device, 'token-reused'));
    } catch (error) {
      // Somebody removed it meanwhile.
      if (!(error instanceof Refusal)) throw error;
    }
    await this.grants.end(device);
  }
}
