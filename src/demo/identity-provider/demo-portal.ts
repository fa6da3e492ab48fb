import { Inject, Injectable } from '@nestjs/common';
import { type Request } from 'express';
import { type IssuerRules, type Portal } from '../../auth/index.js';
import { Config } from '../../platform/config/config.js';
import { ServedOrigin } from '../../platform/http/served-origin.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { DEMO_ISSUER, demoPersonOf } from '../demo-people.js';

/** Where the provider answers, on the port of the service. */
export const PORTAL_PATH = '/portail';

/** Methods (RFC 8176) of Pro Santé Connect's two ways: the CPS card, and the e-CPS of a telephone. */
export const CARD_METHOD = 'sc';
export const TELEPHONE_METHOD = 'hwk';

/** The demonstration's provider as the login sees it; its issuer is constant, whatever the port. */
@Injectable()
export class DemoPortal implements Portal {
  readonly issuer = DEMO_ISSUER;
  readonly clientId = 'medimail';
  /** Known to this process alone, which is both sides. */
  readonly clientSecret: string;
  readonly rules: IssuerRules;

  constructor(
    private readonly origin: ServedOrigin,
    { acrValues, amrValues }: Config,
    @Inject(RANDOMNESS) randomness: Randomness,
  ) {
    // Only its way by Pro Santé Connect proves a national id; the one-time code does not.
    this.rules = { acrValues, amrValues, nationalId: { amr: [CARD_METHOD, TELEPHONE_METHOD] } };
    this.clientSecret = randomness.bytes(32).toString('base64url');
  }

  /** Read over loopback: so are the end points of server to server, which follow the host asked. */
  discoveryUrl(): string {
    return `${this.origin.loopbackOrigin}${PORTAL_PATH}/.well-known/openid-configuration`;
  }

  browserUrl(endpoint: string, request: Request): string {
    const { pathname, search } = new URL(endpoint);
    return `${this.origin.originOf(request)}${pathname}${search}`;
  }

  mayLogInAs(address: string): boolean {
    return demoPersonOf(address) !== undefined;
  }
}
