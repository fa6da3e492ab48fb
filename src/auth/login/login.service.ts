import { Inject, Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { PortalExchange } from '../oidc/portal-exchange.js';
import { beginSession } from '../sessions/session.middleware.js';
import { Admission } from './admission.js';
import { Identities } from './identities.js';

/** The way back from the portal: its proof is checked, its person admitted, and their session begins. */
@Injectable()
export class LoginService {
  constructor(
    private readonly exchange: PortalExchange,
    private readonly admission: Admission,
    private readonly identities: Identities,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @returns the path to go to
   * @throws Problem, ProofRefused, PortalUnavailable
   */
  async complete(request: Request, response: Response): Promise<string> {
    const login = await this.exchange.complete(request, response);
    const { person, identity } = await this.admission.admit(login);
    const { acr, amr, authenticatedAt, sid, issuer, idToken } = login;
    const now = this.clock.now().toISOString();
    await beginSession(request, {
      id: this.randomness.uuid(),
      person,
      createdAt: now,
      lastSeenAt: now,
      agent: (request.get('User-Agent') ?? '').slice(0, 200),
      strongAuth: { acr, amr, at: authenticatedAt?.toISOString() ?? now },
      identity,
      portalSession: sid === null ? null : await this.identities.portalSessionHashOf(issuer, sid),
      idToken,
    });
    return login.to;
  }
}
