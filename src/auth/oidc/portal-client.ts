import { Inject, Injectable } from '@nestjs/common';
import { type JWTPayload } from 'jose';
import { callPortal, type OutsideAnswer } from './outside-call.js';
import { PORTAL, type Portal, PortalUnavailable, ProofRefused } from './portal.js';
import { Discovery, type ProviderMetadata } from './provider-metadata.js';
import { TokenVerifier } from './token-verifier.js';

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
}

/** Our calls to the portal, from server to server. */
@Injectable()
export class PortalClient {
  constructor(
    private readonly discovery: Discovery,
    readonly verifier: TokenVerifier,
    @Inject(PORTAL) readonly portal: Portal,
  ) {}

  metadata(): Promise<ProviderMetadata> {
    return this.discovery.metadata();
  }

  /** Exchanges the code (RFC 6749, 4.1.3, with PKCE, RFC 7636). @throws ProofRefused, PortalUnavailable */
  async exchange(code: string, redirectUri: string, verifier: string): Promise<Tokens> {
    const { tokenEndpoint } = await this.discovery.metadata();
    const answer = await callPortal('token', tokenEndpoint, {
      method: 'POST',
      headers: {
        Accept: 'application/json',
        Authorization: `Basic ${this.basicCredentials()}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }).toString(),
    });
    if (answer.status !== 200) throw new ProofRefused('answer', 'code');
    const body = jsonOf(answer, 'token');
    if (typeof body.access_token !== 'string' || typeof body.id_token !== 'string') {
      throw new PortalUnavailable('token: no tokens in the answer');
    }
    return { accessToken: body.access_token, idToken: body.id_token };
  }

  /** What the portal knows of the person; of this subject only. @throws ProofRefused, PortalUnavailable */
  async userinfo(accessToken: string, subject: string): Promise<JWTPayload> {
    const { userinfoEndpoint } = await this.discovery.metadata();
    const answer = await callPortal('userinfo', userinfoEndpoint, {
      headers: { Accept: 'application/json, application/jwt', Authorization: `Bearer ${accessToken}` },
    });
    if (answer.status !== 200) throw new PortalUnavailable(`userinfo: status ${answer.status}`);
    const claims = answer.type.startsWith('application/jwt')
      ? await this.verifier.userinfo(answer.text)
      : jsonOf(answer, 'userinfo');
    if (claims.sub !== subject) throw new ProofRefused('userinfo', 'subject');
    return claims;
  }

  /** RFC 6749, 2.3.1: both parts form-encoded, then base64. */
  private basicCredentials(): string {
    const encoded = [this.portal.clientId, this.portal.clientSecret].map(encodeURIComponent).join(':');
    return Buffer.from(encoded).toString('base64');
  }
}

function jsonOf(answer: OutsideAnswer, operation: string): JWTPayload {
  try {
    return JSON.parse(answer.text) as JWTPayload;
  } catch (error) {
    throw new PortalUnavailable(`${operation}: not JSON`, { cause: error });
  }
}
