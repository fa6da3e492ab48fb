import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../../contracts/decider.js';
import { Problem, tooMany } from '../../platform/http/problem.js';
import { type RateLimiter } from '../../platform/http/rate-limiter.js';
import { type PortalForm, portalFormOf } from '../me/portal-form.js';
import { isStrong, provedNationalId } from '../oidc/issuer-rules.js';
import { type PortalLogin } from '../oidc/oidc.strategy.js';
import { PORTAL, type Portal } from '../oidc/portal.js';
import { Identities } from './identities.js';
import { LoginJournal } from './login-journal.js';
import { unknownAccount, weakAuthentication } from './login-problems.js';

/** Failed logins of one identity in one minute. */
export const FAILED_LOGIN_LIMIT = { limit: 10, windowMs: 60_000 };

/** Nest's injection token of the limiter of failed logins by identity. */
export const FAILED_LOGIN_LIMITER = Symbol('FailedLoginLimiter');

export interface Admitted {
  readonly person: string;
  /** Keyed hash of issuer and subject. */
  readonly identity: string;
}

/** Who may come in of those whom the portal has proved: strongly authenticated, and somebody we know (A1, A2). */
@Injectable()
export class Admission {
  constructor(
    private readonly identities: Identities,
    private readonly journal: LoginJournal,
    @Inject(PORTAL) private readonly portal: Portal,
    @Inject(FAILED_LOGIN_LIMITER) private readonly failures: RateLimiter,
  ) {}

  /** @throws Problem 403, 429; Refusal the account is another identity's */
  async admit(login: PortalLogin): Promise<Admitted> {
    const { issuer, subject } = login;
    const identity = await this.checkStrength(login);
    const nationalId = provedNationalId(login, this.portal.rules);
    return this.counted(identity, async () => {
      const person = await this.identities.personOf({ issuer, subject, nationalId });
      if (person === undefined) throw unknownAccount();
      return { person, identity };
    });
  }

  /** What the portal knows of the first login's form (A3). */
  formOf(login: PortalLogin): PortalForm {
    return portalFormOf(login.claims, provedNationalId(login, this.portal.rules));
  }

  /** Runs what a proved identity asks for; what is refused counts as a failed login of it. @throws Problem 429 */
  async counted<T>(identity: string, act: () => Promise<T>): Promise<T> {
    const wait = this.failures.wait(identity);
    if (wait > 0) throw tooMany(wait);
    try {
      return await act();
    } catch (error) {
      if (error instanceof Problem || error instanceof Refusal) this.failures.hit(identity);
      throw error;
    }
  }

  /** @returns the keyed hash of the identity @throws Problem 403, 429 */
  async checkStrength(login: PortalLogin): Promise<string> {
    const identity = await this.identities.hashOf(login.issuer, login.subject);
    return this.counted(identity, async () => {
      if (isStrong(login, this.portal.rules)) return identity;
      const refused = weakAuthentication();
      const person = await this.identities.holderOf(identity);
      if (person !== null) await this.journal.refusedFor(person, refused.code);
      throw refused;
    });
  }
}
