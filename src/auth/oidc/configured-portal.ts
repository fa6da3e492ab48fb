import { type OidcConfig } from '../../platform/config/config.js';
import { type Portal } from './portal.js';

/** The provider of the environment (`OIDC_*`). */
export class ConfiguredPortal implements Portal {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;

  constructor(private readonly oidc: OidcConfig) {
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
