import { type Config, type OidcConfig } from '../../platform/config/config.js';
import { type IssuerRules } from './issuer-rules.js';
import { type Portal } from './portal.js';

/** The provider of the environment (`OIDC_*`). */
export class ConfiguredPortal implements Portal {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;

  readonly rules: IssuerRules;

  constructor(
    private readonly oidc: OidcConfig,
    { acrValues, amrValues, nationalId }: Config,
  ) {
    this.rules = { acrValues, amrValues, nationalId };
    this.issuer = oidc.issuer;
    this.clientId = oidc.clientId;
    this.clientSecret = oidc.clientSecret;
  }

  discoveryUrl(): string {
    return this.oidc.discoveryUrl;
  }

  browserUrl(endpoint: string): string {
    return endpoint;
  }

  mayLogInAs(): boolean {
    return false;
  }
}
