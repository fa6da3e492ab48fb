import { Inject, Injectable } from '@nestjs/common';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { errors, jwtVerify, SignJWT } from 'jose';
import { Id, Thumbprint } from '../../contracts/events/schemas.js';
import { type DeviceTokensView } from '../../contracts/http/me.http.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';

/** Of an access token, in seconds. */
export const ACCESS_LIFE_S = 5 * 60;
/** A device that has not asked for new tokens for so long has to be paired anew; in seconds. */
export const UNUSED_LIFE_S = 30 * 24 * 3_600;
const ALGORITHM = 'HS256';

const Claims = Type.Object({
  sub: Id,
  person: Id,
  generation: Type.Integer({ minimum: 1 }),
  cnf: Type.Object({ jkt: Thumbprint }),
});

/** What a token says: whose it is, and the key without which it is worth nothing. */
export interface DeviceClaims {
  readonly device: string;
  readonly person: string;
  /** Of the refresh token: each is good for one successor. */
  readonly generation: number;
  readonly thumbprint: string;
}

type Kind = 'at+jwt' | 'rt+jwt';

/**
 * Tokens of mobile devices: signed, and kept nowhere, so that no database holds one. They say who calls; that the
 * device may still do so is asked of the log at each call, and that it is the device, of its key.
 */
@Injectable()
export class DeviceTokens {
  constructor(
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async issue(claims: DeviceClaims): Promise<DeviceTokensView> {
    const [accessToken, refreshToken] = await Promise.all([
      this.sign('at+jwt', claims, ACCESS_LIFE_S),
      this.sign('rt+jwt', claims, UNUSED_LIFE_S),
    ]);
    return { accessToken, refreshToken, expiresIn: ACCESS_LIFE_S };
  }

  access(token: string): Promise<DeviceClaims | 'token' | 'expired'> {
    return this.read('at+jwt', token);
  }

  refresh(token: string): Promise<DeviceClaims | 'token' | 'expired'> {
    return this.read('rt+jwt', token);
  }

  private async sign(typ: Kind, claims: DeviceClaims, lifeS: number): Promise<string> {
    const { device, person, generation, thumbprint } = claims;
    const now = Math.floor(this.clock.now().getTime() / 1_000);
    const payload: Static<typeof Claims> = { sub: device, person, generation, cnf: { jkt: thumbprint } };
    return new SignJWT(payload)
      .setProtectedHeader({ alg: ALGORITHM, typ })
      .setIssuedAt(now)
      .setExpirationTime(now + lifeS)
      .sign(await this.key());
  }

  private async read(typ: Kind, token: string): Promise<DeviceClaims | 'token' | 'expired'> {
    const key = await this.key();
    const agreed = { typ, algorithms: [ALGORITHM], requiredClaims: ['exp'], currentDate: this.clock.now() };
    try {
      const { payload } = await jwtVerify(token, key, agreed);
      if (!Value.Check(Claims, payload)) return 'token';
      const { sub, person, generation, cnf } = payload;
      return { device: sub, person, generation, thumbprint: cnf.jkt };
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'expired' : 'token';
    }
  }

  private async key(): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.keyring.keyedHash('device-token', '1'));
  }
}
