import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Request } from 'express';
import { AssociateCardCommand } from '../../accounts/associate-card/associate-card.command.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { Admission } from '../login/admission.js';
import { cardUnproved } from '../login/login-problems.js';
import { personContext } from '../me/person-context.js';
import { provedNationalId } from '../oidc/issuer-rules.js';
import { type PortalLogin } from '../oidc/oidc.strategy.js';
import { PORTAL, type Portal } from '../oidc/portal.js';
import { loggedInOf } from '../sessions/session.middleware.js';

/** What the portal's clock and ours may differ by within one login, in seconds. */
const TOLERANCE_S = 10;

/** A CPS card becomes its person's by a fresh login with it; their session stays what it was (S1). */
@Injectable()
export class CardAssociation {
  constructor(
    private readonly admission: Admission,
    private readonly commands: CommandBus,
    @Inject(PORTAL) private readonly portal: Portal,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem, Refusal `card-taken`, `too-many-cards` */
  async associate(request: Request, login: PortalLogin): Promise<void> {
    const session = loggedInOf(request);
    const identity = await this.admission.checkStrength(login);
    const nationalId = provedNationalId(login, this.portal.rules);
    if (session === undefined || session.id !== login.attempt.cardFor) throw cardUnproved();
    await this.admission.counted(identity, async () => {
      if (nationalId === null || !this.isFresh(login)) throw cardUnproved();
      const context = personContext(this.randomness, session.person);
      await this.commands.execute(new AssociateCardCommand(context, nationalId));
    });
  }

  /**
   * The card was shown for this, and not for a login of before: whatever the portal was asked for, `auth_time` says
   * so. Both of its times are of the portal's clock, how long the login took of ours.
   */
  private isFresh({ authenticatedAt, issuedAt, attempt }: PortalLogin): boolean {
    if (authenticatedAt === null) return false;
    const took = (this.clock.now().getTime() - Date.parse(attempt.begunAt)) / 1_000;
    return issuedAt - authenticatedAt.getTime() / 1_000 <= took + TOLERANCE_S;
  }
}
