import { type OAuth2 } from 'oauth';
import { type JWTPayload } from 'jose';
import { type SessionStore, Strategy } from 'passport-openidconnect';
import { codeChallenge, type LoginAttempt } from './login-attempt.js';
import { type PortalClient } from './portal-client.js';

/** The person as the portal proved them. */
export interface PortalLogin {
  readonly issuer: string;
  readonly subject: string;
  /** How strongly, by which means, and when (`acr`, `amr`, `auth_time`). */
  readonly acr: string;
  readonly amr: readonly string[];
  readonly authenticatedAt: Date | null;
  /** The portal's own session, where it names it. */
  readonly sid: string | null;
  readonly idToken: string;
  /** Of the userinfo end point: `SubjectNameID`, `given_name`, … */
  readonly claims: Readonly<Record<string, unknown>>;
  /** When the ID token was issued, in seconds of the portal's clock. */
  readonly issuedAt: number;
  /** Which login of ours this answers. */
  readonly attempt: Pick<LoginAttempt, 'to' | 'begunAt' | 'cardFor'>;
}

export interface StrategyOptions {
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly userinfoUrl: string;
  readonly redirectUri: string;
  /** Without `openid`, which the library adds. */
  readonly scope: string;
  readonly acrValues: string;
  /** Further parameters of the authorization request (`login_hint`, `prompt`). */
  readonly parameters: Readonly<Record<string, string>>;
  readonly client: PortalClient;
  readonly keep: (attempt: LoginAttempt) => Promise<void>;
  readonly take: (state: string) => Promise<LoginAttempt | undefined>;
}

type Callback = (error: unknown, ...results: unknown[]) => void;
type StateStore = InstanceType<typeof SessionStore>;
type Verify = (
  ...answer: [
    issuer: string,
    profile: unknown,
    context: Context,
    idToken: unknown,
    accessToken: unknown,
    refreshToken: unknown,
    done: Callback,
  ]
) => void;

/** What the library reads of `auth_time`, `acr` and `amr`. */
interface Context {
  readonly timestamp?: Date;
  readonly class?: string;
  readonly methods?: unknown;
}

/**
 * `passport-openidconnect` for one request, with what it lacks: PKCE, a nonce from our randomness, a state bound to
 * the browser, the ID token's signature, time-outs. The library's own token request is replaced by ours, which hands
 * out nothing that has not been verified.
 */
export class OidcStrategy extends Strategy {
  private attempt: LoginAttempt | undefined;
  private verified: (JWTPayload & { readonly sub: string }) | undefined;

  constructor(
    private readonly options: StrategyOptions,
    fresh?: LoginAttempt,
  ) {
    const store = {
      store: (...args: unknown[]) => this.keepState(args.at(-1) as Callback),
      verify: (_request: unknown, state: unknown, done: Callback) => this.takeState(state, done),
    };
    const settings = {
      issuer: options.client.portal.issuer,
      authorizationURL: options.authorizationUrl,
      tokenURL: options.tokenUrl,
      userInfoURL: options.userinfoUrl,
      callbackURL: options.redirectUri,
      clientID: options.client.portal.clientId,
      clientSecret: options.client.portal.clientSecret,
      scope: options.scope,
      acrValues: options.acrValues,
      skipUserProfile: true,
      store: store as unknown as StateStore,
    };
    // eslint-disable-next-line max-params -- the library counts them: with fewer it does not tell `acr` and `amr`
    const verify: Verify = (issuer, _profile, context, idToken, accessToken, _refreshToken, done) =>
      this.complete({ issuer, context, idToken: String(idToken), accessToken: String(accessToken) }, done);
    super(settings, verify);
    this.attempt = fresh;
    const exchange = (code: string, _parameters: unknown, done: Callback): void => this.exchange(code, done);
    this._oauth2.getOAuthAccessToken = exchange as OAuth2['getOAuthAccessToken'];
  }

  override authorizationParams(): object {
    const { nonce = '', verifier = '' } = this.attempt ?? {};
    return {
      ...this.options.parameters,
      nonce,
      code_challenge: codeChallenge(verifier),
      code_challenge_method: 'S256',
    };
  }

  private keepState(done: Callback): void {
    const { attempt } = this;
    if (attempt === undefined) done(new Error('a login begins with an attempt'));
    else this.options.keep(attempt).then(() => done(null, attempt.state), done);
  }

  private takeState(state: unknown, done: Callback): void {
    this.options.take(typeof state === 'string' ? state : '').then((attempt) => {
      this.attempt = attempt;
      if (attempt === undefined) done(null, false, { message: 'state' });
      else done(null, { nonce: attempt.nonce }, attempt);
    }, done);
  }

  private exchange(code: string, done: Callback): void {
    const { redirectUri, client } = this.options;
    const { nonce = '', verifier: proof = '' } = this.attempt ?? {};
    const run = async (): Promise<void> => {
      const tokens = await client.exchange(code, redirectUri, proof);
      this.verified = await client.verifier.idToken(tokens.idToken, nonce);
      done(null, tokens.accessToken, undefined, { id_token: tokens.idToken });
    };
    run().catch(done);
  }

  private complete(
    answer: {
      readonly issuer: string;
      readonly context: Context;
      readonly idToken: string;
      readonly accessToken: string;
    },
    done: Callback,
  ): void {
    const { verified, attempt } = this;
    if (verified === undefined || attempt === undefined) {
      done(new Error('an ID token that was not verified'));
      return;
    }
    const { issuer, context, idToken, accessToken } = answer;
    const login = (claims: JWTPayload): PortalLogin => ({
      issuer,
      subject: verified.sub,
      acr: context.class ?? '',
      amr: Array.isArray(context.methods) ? context.methods.map(String) : [],
      authenticatedAt: context.timestamp ?? null,
      sid: typeof verified.sid === 'string' ? verified.sid : null,
      idToken,
      claims,
      issuedAt: verified.iat ?? 0,
      attempt: { to: attempt.to, begunAt: attempt.begunAt, cardFor: attempt.cardFor },
    });
    this.options.client.userinfo(accessToken, verified.sub).then((claims) => done(null, login(claims)), done);
  }
}
