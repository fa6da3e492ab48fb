import { type Request } from 'express';
import { type IssuerRules } from './issuer-rules.js';

/** The OpenID Connect provider that people log in with, and our client there. */
export interface Portal {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly rules: IssuerRules;
  /** Where its metadata is (OpenID Connect Discovery 1.0, or what the provider uses instead). */
  discoveryUrl(): string;
  /** Under which address the browser that made this request reaches an end point of the metadata. */
  browserUrl(endpoint: string, request: Request): string;
  /** Whether `GET /auth/login?as=<address>` may name this person; never outside the demonstration. */
  mayLogInAs(address: string): boolean;
}

/** Nest's injection token of the {@link Portal}. */
export const PORTAL = Symbol('Portal');

/** The portal did not answer, not in time, or not as its standard says. */
export class PortalUnavailable extends Error {
  constructor(operation: string, options?: ErrorOptions) {
    super(`the portal cannot be used (${operation})`, options);
    this.name = 'PortalUnavailable';
  }
}

/** What of the portal's answer was not as it must be. Bounded: it is logged and counted. */
export type Flaw =
  | 'algorithm'
  | 'audience'
  | 'claims'
  | 'clock'
  | 'code'
  | 'issuer'
  | 'malformed'
  | 'nonce'
  | 'replay'
  | 'signature'
  | 'state'
  | 'subject';

/** The portal's answer proves nothing: a wrong state, signature, issuer, audience, nonce, or one too old. */
export class ProofRefused extends Error {
  constructor(
    /** `answer`, `id-token`, `userinfo`, `logout-token`: never the content. */
    readonly what: string,
    readonly flaw: Flaw,
    options?: ErrorOptions,
  ) {
    super(`the portal's answer was refused (${what}: ${flaw})`, options);
    this.name = 'ProofRefused';
  }
}
