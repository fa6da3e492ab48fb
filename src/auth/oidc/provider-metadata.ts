import { Inject, Injectable } from '@nestjs/common';
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { callPortal, PORTAL_TIMEOUT_MS } from './outside-call.js';
import { PORTAL, type Portal, PortalUnavailable } from './portal.js';

/** What we use of the provider's metadata (OpenID Connect Discovery 1.0, section 3). */
export interface ProviderMetadata {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userinfoEndpoint: string;
  readonly endSessionEndpoint: string | null;
  /** The provider's public keys; fetched again when a token names an unknown one. */
  readonly keys: JWTVerifyGetKey;
}

/** Metadata are read anew after this long, in milliseconds: keys and end points move rarely. */
const FRESH_MS = 3_600_000;

/** Reads the provider's metadata when they are first needed, and keeps them for an hour. */
@Injectable()
export class Discovery {
  private known: { readonly metadata: Promise<ProviderMetadata>; readonly at: number } | undefined;

  constructor(@Inject(PORTAL) private readonly portal: Portal) {}

  /** @throws PortalUnavailable; the next call tries again */
  async metadata(): Promise<ProviderMetadata> {
    const now = performance.now();
    if (this.known === undefined || now - this.known.at > FRESH_MS) {
      this.known = { metadata: this.discover(), at: now };
    }
    try {
      return await this.known.metadata;
    } catch (error) {
      this.known = undefined;
      throw error;
    }
  }

  private async discover(): Promise<ProviderMetadata> {
    const answer = await callPortal('discovery', this.portal.discoveryUrl());
    const document = parse(answer.text);
    // A document of another issuer would have us trust its keys (Discovery 1.0, section 4.3).
    if (answer.status !== 200 || document.issuer !== this.portal.issuer) {
      throw new PortalUnavailable('discovery: not the metadata of this issuer');
    }
    const jwks = new URL(required(document, 'jwks_uri'));
    return {
      authorizationEndpoint: required(document, 'authorization_endpoint'),
      tokenEndpoint: required(document, 'token_endpoint'),
      userinfoEndpoint: required(document, 'userinfo_endpoint'),
      endSessionEndpoint:
        document.end_session_endpoint === undefined ? null : required(document, 'end_session_endpoint'),
      keys: createRemoteJWKSet(jwks, { timeoutDuration: PORTAL_TIMEOUT_MS }),
    };
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new PortalUnavailable('discovery: not JSON', { cause: error });
  }
}

function required(document: Readonly<Record<string, unknown>>, name: string): string {
  const value = document[name];
  if (typeof value === 'string' && URL.canParse(value)) return value;
  throw new PortalUnavailable(`discovery: ${name} is missing`);
}
