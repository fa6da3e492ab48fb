import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { Problem } from '../../platform/http/problem.js';
import { PendingAssociations } from '../association/pending-associations.js';
import { CardAssociation } from '../cards/card-association.js';
import { type PortalLogin } from '../oidc/oidc.strategy.js';
import { PortalExchange } from '../oidc/portal-exchange.js';
import { Admission, type Admitted } from './admission.js';
import { type ProvedLogin, SessionOfLogin } from './session-of-login.js';

/** The way back from the portal: its proof is checked, its person admitted, and their session begins. */
@Injectable()
export class LoginService {
  constructor(
    private readonly exchange: PortalExchange,
    private readonly admission: Admission,
    private readonly sessions: SessionOfLogin,
    private readonly associations: PendingAssociations,
    private readonly cards: CardAssociation,
  ) {}

  /**
   * @returns the path to go to
   * @throws Problem, Refusal, ProofRefused, PortalUnavailable
   */
  async complete(request: Request, response: Response): Promise<string> {
    const proved = await this.exchange.complete(request, response);
    const login = { ...proved, portalForm: this.admission.formOf(proved) };
    if (login.attempt.cardFor === null) {
      const admitted = await this.admit(response, login);
      await this.sessions.begin(request, login, admitted);
    } else {
      await this.cards.associate(request, login);
    }
    return login.attempt.to;
  }

  /** Somebody who is proved, but nobody here, may say by a code which account is theirs: that waits in the browser. */
  private async admit(response: Response, login: PortalLogin & ProvedLogin): Promise<Admitted> {
    try {
      return await this.admission.admit(login);
    } catch (error) {
      if (error instanceof Problem && error.code === 'unknown-account') {
        await this.associations.begin(response, login);
      }
      throw error;
    }
  }
}
