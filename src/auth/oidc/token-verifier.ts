import { Inject, Injectable } from '@nestjs/common';
import { errors, type JWTPayload, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';
import { Config } from '../../platform/config/config.js';
import { type Flaw, PORTAL, type Portal, PortalUnavailable, ProofRefused } from './portal.js';
import { Discovery } from './provider-metadata.js';

/** Clocks of two machines differ; in seconds. */
const TOLERANCE_S = 5;
/** Of ID and logout tokens, since their issue. */
export const MAX_AGE_MS = 600_000;
const MAX_AGE = `${MAX_AGE_MS / 1_000}s`;
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** What a logout token names. */
export interface LogoutToken {
  readonly sub?: string;
  readonly sid?: string;
  readonly jti: string;
}

/**
 * Verifies what the portal signed. The algorithm is the configuration's, never the token's: a token that names
 * `none`, or HS256 where RS256 is agreed, is refused. Times are compared with the machine's clock: it is the
 * portal's time that counts here, not the service's, which the demonstration may shift.
 */
@Injectable()
export class TokenVerifier {
  constructor(
    private readonly config: Config,
    private readonly discovery: Discovery,
    @Inject(PORTAL) private readonly portal: Portal,
  ) {}

  /** OpenID Connect Core 1.0, section 3.1.3.7. @throws ProofRefused, PortalUnavailable */
  async idToken(token: string, nonce: string): Promise<JWTPayload & { readonly sub: string }> {
    const payload = await this.verified('id-token', token, {
      maxTokenAge: MAX_AGE,
      requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
    });
    if (payload.nonce !== nonce) throw new ProofRefused('id-token', 'nonce');
    if (payload.sub === undefined) throw new ProofRefused('id-token', 'subject');
    return { ...payload, sub: payload.sub };
  }

  /** A userinfo answer that is a JWT (Core 1.0, section 5.3.2). @throws ProofRefused, PortalUnavailable */
  async userinfo(token: string): Promise<JWTPayload> {
    return this.verified('userinfo', token, { requiredClaims: ['sub'] });
  }

  /** OpenID Connect Back-Channel Logout 1.0, section 2.6. @throws ProofRefused, PortalUnavailable */
  async logoutToken(token: string): Promise<LogoutToken> {
    const payload = await this.verified('logout-token', token, {
      maxTokenAge: MAX_AGE,
      requiredClaims: ['iat', 'jti', 'events'],
    });
    const events = payload.events as Readonly<Record<string, unknown>> | null;
    const { sub, sid } = payload;
    const named = sub !== undefined || typeof sid === 'string';
    if (events?.[LOGOUT_EVENT] === undefined || payload.nonce !== undefined || !named) {
      throw new ProofRefused('logout-token', 'claims');
    }
    const names = { ...(sub === undefined ? {} : { sub }), ...(typeof sid === 'string' ? { sid } : {}) };
    return { ...names, jti: String(payload.jti) };
  }

  private async verified(what: string, token: string, options: JWTVerifyOptions): Promise<JWTPayload> {
    const agreed: JWTVerifyOptions = {
      ...options,
      algorithms: [this.config.idTokenAlgorithm],
      issuer: this.portal.issuer,
      audience: this.portal.clientId,
      clockTolerance: TOLERANCE_S,
    };
    try {
      return (await this.verify(token, agreed)).payload;
    } catch (error) {
      if (error instanceof PortalUnavailable) throw error;
      if (isUnreachable(error)) throw new PortalUnavailable('keys', { cause: error });
      throw new ProofRefused(what, flawOf(error), { cause: error });
    }
  }

  private async verify(token: string, options: JWTVerifyOptions): Promise<JWTVerifyResult> {
    if (this.config.idTokenAlgorithm === 'HS256') {
      return jwtVerify(token, new TextEncoder().encode(this.portal.clientSecret), options);
    }
    return jwtVerify(token, (await this.discovery.metadata()).keys, options);
  }
}

const FLAWS: Readonly<Record<string, Flaw>> = {
  iss: 'issuer',
  aud: 'audience',
  exp: 'clock',
  iat: 'clock',
  nbf: 'clock',
  nonce: 'nonce',
  sub: 'subject',
};

function flawOf(error: unknown): Flaw {
  if (error instanceof errors.JWTExpired) return 'clock';
  if (error instanceof errors.JWTClaimValidationFailed) return FLAWS[error.claim] ?? 'claims';
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return 'algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  return error instanceof errors.JWKSNoMatchingKey ? 'signature' : 'malformed';
}

/** The keys could not be fetched: jose then throws its bare error, a time-out, or what `fetch` threw. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof TypeError) return true;
  return error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC';
}
