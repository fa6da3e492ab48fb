import { Inject, Injectable } from '@nestjs/common';
import { type Request } from 'express';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { Persons } from '../access/persons.js';
import { type PortalForm } from '../me/portal-form.js';
import { type PortalLogin } from '../oidc/oidc.strategy.js';
import { beginSession } from '../sessions/session.middleware.js';
import { type Admitted } from './admission.js';
import { Identities } from './identities.js';

/** What of a login a session keeps. */
export type ProvedLogin = Omit<PortalLogin, 'claims' | 'issuedAt' | 'attempt'> & {
  readonly portalForm: PortalForm;
};

/** The session of somebody who was admitted, with an id of its own, whatever the browser had before. */
@Injectable()
export class SessionOfLogin {
  constructor(
    private readonly identities: Identities,
    private readonly persons: Persons,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async begin(request: Request, login: ProvedLogin, { person, identity }: Admitted): Promise<void> {
    const { acr, amr, authenticatedAt, sid, issuer, idToken, portalForm } = login;
    const isFirst = (await this.persons.find(person))?.identityValidated === false;
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
      idToken: () => idToken,
      // Only for as long as somebody may want it: it is dropped when the identity is validated.
      portalForm: () => (isFirst ? portalForm : {}),
    });
  }
}
