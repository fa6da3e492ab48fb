import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../../contracts/decider.js';
import { Config } from '../../platform/config/config.js';
import { Problem, tooMany } from '../../platform/http/problem.js';
import { type RateLimiter } from '../../platform/http/rate-limiter.js';
import { type PortalLogin } from '../oidc/oidc.strategy.js';
import { Identities } from './identities.js';
import { unknownAccount, weakAuthentication } from './login-problems.js';

/** Failed logins of one identity in one minute. */
export const FAILED_LOGIN_LIMIT = { limit: 10, windowMs: 60_000 };

/** Nest's injection token of the limiter of failed logins by identity. */
export const FAILED_LOGIN_LIMITER = Symbol('FailedLoginLimiter');

/** Authentication methods (RFC 8176) that are no strong authentication by themselves. */
const SINGLE_FACTORS = new Set(['pwd', 'kba']);

export interface Admitted {
  readonly person: string;
  /** Keyed hash of issuer and subject. */
  readonly identity: string;
}

/** Who may come in of those whom the portal has proved: strongly authenticated, and somebody we know (A1, A2). */
@Injectable()
export class Admission {
  constructor(
    private readonly config: Config,
    private readonly identities: Identities,
    @Inject(FAILED_LOGIN_LIMITER) private readonly failures: RateLimiter,
  ) {}

  /** @throws Problem 403, 429; Refusal the account is another identity's */
  async admit(login: PortalLogin): Promise<Admitted> {
    const { issuer, subject } = login;
    const identity = await this.identities.hashOf(issuer, subject);
    const wait = this.failures.wait(identity);
    if (wait > 0) throw tooMany(wait);
    if (!this.isStrong(login)) {
      this.failures.hit(identity);
      throw weakAuthentication();
    }
    try {
      const person = await this.identities.personOf({ issuer, subject, nationalId: nationalIdOf(login) });
      if (person === undefined) throw unknownAccount();
      return { person, identity };
    } catch (error) {
      if (error instanceof Problem || error instanceof Refusal) this.failures.hit(identity);
      throw error;
    }
  }

  private isStrong({ acr, amr }: PortalLogin): boolean {
    const singleFactor = amr.length > 0 && amr.every((method) => SINGLE_FACTORS.has(method));
    return this.config.acrValues.includes(acr) && !singleFactor;
  }
}

/** Pro Santé Connect's claim of the professional's national id (RPPS, ADELI, …). */
function nationalIdOf({ claims }: PortalLogin): string | null {
  const { SubjectNameID: id } = claims;
  return typeof id === 'string' && id !== '' ? id : null;
}
