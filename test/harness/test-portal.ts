import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { type HttpClient } from './http-client.js';

export const CLIENT_ID = 'medimail-test';
export const CLIENT_SECRET = 'a secret of the test, long enough for HS256';

/** How the next token is made; what is not told is right. */
export interface TokenPlan {
  readonly claims?: JWTPayload;
  readonly alg?: 'RS256' | 'HS256' | 'none';
  /** Another key under the same `kid`. */
  readonly foreignKey?: boolean;
  readonly userinfo?: Readonly<Record<string, unknown>>;
  /** Userinfo as a signed JWT. */
  readonly signedUserinfo?: boolean;
}

/** An OpenID Connect provider that does what a test tells it, right or wrong. */
export class TestPortal {
  plan: TokenPlan = {};
  /** Of the login under way. */
  private asked = new URLSearchParams();

  private readonly usedCodes = new Set<string>();
  private codes = 0;

  private constructor(
    private readonly server: Server,
    private readonly realm: string,
    private readonly keys: { readonly right: CryptoKey; readonly foreign: CryptoKey; readonly jwk: JWK },
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.answer(request, response);
    });
  }

  /** @param realm `esante-wallet` publishes its metadata under Pro Santé Connect's own suffix, and no other */
  static async start(realm = 'test'): Promise<TestPortal> {
    const right = await generateKeyPair('RS256', { extractable: true });
    const foreign = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(right.publicKey)), kid: 'test', alg: 'RS256', use: 'sig' };
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TestPortal(server, realm, { right: right.privateKey, foreign: foreign.privateKey, jwk });
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}/auth/realms/${this.realm}`;
  }

  /** People are sent to another host than the one that servers speak to, as by Pro Santé Connect. */
  get authorizationEndpoint(): string {
    return `http://localhost:${this.port}/auth`;
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /**
   * Begins a login, and answers the address that the portal would send the browser back to.
   *
   * @param code of a login before, for one that replays it
   */
  async authorize(client: HttpClient, query = 'to=/api/v1/me', code?: string): Promise<URL> {
    const answer = await client.ask(`/auth/login?${query}`);
    const location = new URL(answer.headers.get('Location') ?? '');
    this.asked = location.searchParams;
    const back = new URL(this.asked.get('redirect_uri') ?? '');
    const state = this.asked.get('state') ?? '';
    back.search = new URLSearchParams({ code: code ?? `code-${++this.codes}`, state }).toString();
    return back;
  }

  get authorizationRequest(): URLSearchParams {
    return this.asked;
  }

  async sign(claims: JWTPayload, plan: TokenPlan = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const payload = { iss: this.issuer, aud: CLIENT_ID, iat: now, exp: now + 60, ...claims };
    if (plan.alg === 'none') {
      return `${[{ alg: 'none' }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
    }
    const alg = plan.alg ?? 'RS256';
    const rsa = plan.foreignKey === true ? this.keys.foreign : this.keys.right;
    const key = alg === 'HS256' ? new TextEncoder().encode(CLIENT_SECRET) : rsa;
    return new SignJWT(payload).setProtectedHeader({ alg, kid: 'test' }).sign(key);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace(`/auth/realms/${this.realm}`, '');
    if (path === `/.well-known/${this.discoveryName}`) this.json(response, this.metadata());
    else if (path === '/keys') this.json(response, { keys: [this.keys.jwk] });
    else if (path === '/token') await this.token(request, response);
    else if (path === '/userinfo') await this.userinfo(response);
    else this.json(response, { error: 'not_found' }, 404);
  }

  private get discoveryName(): string {
    return this.realm === 'esante-wallet' ? 'wallet-openid-configuration' : 'openid-configuration';
  }

  private metadata(): Readonly<Record<string, string>> {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: this.authorizationEndpoint,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
      end_session_endpoint: `${issuer}/logout`,
    };
  }

  private async token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const form = new URLSearchParams(body);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const basic = Buffer.from([CLIENT_ID, CLIENT_SECRET].map(encodeURIComponent).join(':')).toString(
      'base64',
    );
    const proved = challenge === this.asked.get('code_challenge');
    const known = request.headers.authorization === `Basic ${basic}`;
    const code = form.get('code') ?? '';
    const again = this.usedCodes.has(code);
    this.usedCodes.add(code);
    if (!proved || !known || again) {
      this.json(response, { error: 'invalid_grant' }, 400);
      return;
    }
    const claims = {
      sub: 'test-subject',
      nonce: this.asked.get('nonce') ?? '',
      acr: 'eidas1',
      sid: 'portal-session',
    };
    const idToken = await this.sign({ ...claims, ...this.plan.claims }, this.plan);
    this.json(response, { access_token: 'at', token_type: 'Bearer', expires_in: 120, id_token: idToken });
  }

  private async userinfo(response: ServerResponse): Promise<void> {
    const claims = { sub: 'test-subject', ...this.plan.userinfo };
    if (this.plan.signedUserinfo !== true) {
      this.json(response, claims);
      return;
    }
    response.writeHead(200, { 'Content-Type': 'application/jwt' });
    response.end(await this.sign(claims, this.plan));
  }

  private json(response: ServerResponse, body: unknown, status = 200): void {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  }
}
