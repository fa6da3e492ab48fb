import { Injectable } from '@nestjs/common';
import { type Request } from 'express';
import { ServedOrigin } from '../../platform/http/served-origin.js';
import { PortalUnavailable, ProofRefused } from '../oidc/portal.js';
import { PortalClient } from '../oidc/portal-client.js';
import { loggedInOf } from '../sessions/session.middleware.js';
import { Sessions } from '../sessions/sessions.js';
import { Identities } from './identities.js';
import { LogoutTokens } from './logout-tokens.js';

/** Logout, both ways: ours ends the portal's session, and the portal's ends ours (A6). */
@Injectable()
export class LogoutService {
  constructor(
    private readonly client: PortalClient,
    private readonly origin: ServedOrigin,
    private readonly sessions: Sessions,
    private readonly identities: Identities,
    private readonly seen: LogoutTokens,
  ) {}

  /** RP-Initiated Logout 1.0. Our session ends whether or not the portal can be asked where to go. */
  async portalLogout(request: Request): Promise<string> {
    const home = `${this.origin.originOf(request)}/`;
    const session = loggedInOf(request);
    if (session === undefined) return home;
    const endPoint = await this.endSessionEndpoint();
    if (endPoint === null) return home;
    const location = new URL(this.client.portal.browserUrl(endPoint, request));
    location.searchParams.set('id_token_hint', session.idToken());
    location.searchParams.set('client_id', this.client.portal.clientId);
    location.searchParams.set('post_logout_redirect_uri', home);
    return location.toString();
  }

  /** Back-Channel Logout 1.0: by the portal's session where the token names one, else all of the subject's. */
  async endByLogoutToken(token: string): Promise<void> {
    const { sub, sid, jti } = await this.client.verifier.logoutToken(token);
    const { issuer } = this.client.portal;
    if (await this.seen.has(issuer, jti)) throw new ProofRefused('logout-token', 'replay');
    if (sid !== undefined) {
      await this.sessions.endOfPortal({
        portalSession: await this.identities.portalSessionHashOf(issuer, sid),
      });
    } else if (sub !== undefined) {
      await this.sessions.endOfPortal({ identity: await this.identities.hashOf(issuer, sub) });
    }
    await this.seen.keep(issuer, jti);
  }

  private async endSessionEndpoint(): Promise<string | null> {
    try {
      return (await this.client.metadata()).endSessionEndpoint;
    } catch (error) {
      if (error instanceof PortalUnavailable) return null;
      throw error;
    }
  }
}
