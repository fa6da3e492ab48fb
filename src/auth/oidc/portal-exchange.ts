import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import passport from 'passport';
import { Config } from '../../platform/config/config.js';
import { ServedOrigin } from '../../platform/http/served-origin.js';
import { type LoginAttempt } from './login-attempt.js';
import { LoginAttempts } from './login-attempts.js';
import { OidcStrategy, type PortalLogin } from './oidc.strategy.js';
import { ProofRefused } from './portal.js';
import { PortalClient } from './portal-client.js';

export interface LoginRequest {
  readonly to: string;
  /** The session that wants a card associated (S1). */
  readonly cardFor?: string;
  /** Further parameters of the authorization request. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly acrValues: string;
}

/** The authorization code flow (OpenID Connect Core 1.0, section 3.1): to the portal, and back with its proof. */
@Injectable()
export class PortalExchange {
  constructor(
    private readonly config: Config,
    private readonly origin: ServedOrigin,
    private readonly client: PortalClient,
    private readonly attempts: LoginAttempts,
  ) {}

  /** Sends the browser to the portal. @throws PortalUnavailable */
  async begin(request: Request, response: Response, login: LoginRequest): Promise<void> {
    await this.run(
      request,
      response,
      login,
      this.attempts.draw({ to: login.to, cardFor: login.cardFor ?? null }),
    );
  }

  /** Takes the browser back. @throws ProofRefused, PortalUnavailable */
  async complete(request: Request, response: Response): Promise<PortalLogin> {
    const { iss } = request.query;
    // RFC 9207: an answer of another issuer is somebody's mix-up.
    if (iss !== undefined && iss !== this.client.portal.issuer) throw new ProofRefused('answer', 'issuer');
    const login = await this.run(request, response, { to: '/', parameters: {}, acrValues: '' });
    if (login === null) throw new ProofRefused('answer', 'code');
    return login;
  }

  private async run(
    request: Request,
    response: Response,
    login: LoginRequest,
    attempt?: LoginAttempt,
  ): Promise<PortalLogin | null> {
    const metadata = await this.client.metadata();
    const strategy = new OidcStrategy(
      {
        authorizationUrl: this.client.portal.browserUrl(metadata.authorizationEndpoint, request),
        tokenUrl: metadata.tokenEndpoint,
        userinfoUrl: metadata.userinfoEndpoint,
        redirectUri: `${this.origin.originOf(request)}/auth/callback`,
        scope: this.config.oidcScope.replace(/^openid ?/, ''),
        acrValues: login.acrValues,
        parameters: login.parameters,
        client: this.client,
        keep: (drawn) => this.attempts.begin(request, response, drawn),
        take: (state) => this.attempts.take(request, state),
      },
      attempt,
    );
    return authenticate(strategy, request, response);
  }
}

/** Runs passport for one request; null where it sent the browser to the portal. */
function authenticate(
  strategy: OidcStrategy,
  request: Request,
  response: Response,
): Promise<PortalLogin | null> {
  return new Promise((resolve, reject) => {
    response.once('finish', () => resolve(null));
    const done = (
      error: unknown,
      login?: PortalLogin | false,
      info?: { readonly message?: unknown },
    ): void => {
      if (error instanceof Error) reject(unwrapped(error));
      else if (login) resolve(login);
      else reject(new ProofRefused('answer', info?.message === 'state' ? 'state' : 'claims'));
    };
    const handler = passport.authenticate(strategy, { session: false }, done) as (
      ...args: [Request, Response, (error: unknown) => void]
    ) => void;
    handler(request, response, (error) => done(error));
  });
}

/** The library wraps what our token request throws. */
function unwrapped(error: Error): Error {
  return 'oauthError' in error && error.oauthError instanceof Error ? error.oauthError : error;
}
