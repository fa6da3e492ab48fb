import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { AccountsModule } from '../accounts/accounts.module.js';
import { DemoIdentityProviderModule } from '../demo/identity-provider/demo-identity-provider.module.js';
import { type Config, type OidcConfig } from '../platform/config/config.js';
import { RateLimiter } from '../platform/http/rate-limiter.js';
import { AccessGuard } from './access/access.guard.js';
import { LiveAccess } from './access/live-access.js';
import { DeclaredAccess } from './access/declared-access.js';
import { Persons } from './access/persons.js';
import { Installation } from './installation.js';
import { Identities } from './login/identities.js';
import { LoginController } from './login/login.controller.js';
import { Admission, FAILED_LOGIN_LIMIT, FAILED_LOGIN_LIMITER } from './login/admission.js';
import { LoginService } from './login/login.service.js';
import { LogoutService } from './login/logout.service.js';
import { LogoutController } from './login/logout.controller.js';
import { AccountsQuery } from './me/accounts.query.js';
import { MeController } from './me/me.controller.js';
import { SessionsController } from './me/sessions.controller.js';
import { TermsQuery } from './me/terms.query.js';
import { ConfiguredPortal } from './oidc/configured-portal.js';
import { LoginAttempts } from './oidc/login-attempts.js';
import { PORTAL } from './oidc/portal.js';
import { PortalExchange } from './oidc/portal-exchange.js';
import { PortalClient } from './oidc/portal-client.js';
import { Discovery } from './oidc/provider-metadata.js';
import { TokenVerifier } from './oidc/token-verifier.js';
import { SESSION_LIMIT, SESSION_LIMITER, SessionMiddleware } from './sessions/session.middleware.js';
import { Sessions } from './sessions/sessions.js';

/** Login, sessions, and who may call what. The platform's ports come from a global module of the application. */
@Global()
@Module({
  imports: [AccountsModule, CqrsModule, DiscoveryModule],
  controllers: [LoginController, LogoutController, MeController, SessionsController],
  providers: [
    AccountsQuery,
    Admission,
    DeclaredAccess,
    Discovery,
    Identities,
    Installation,
    LiveAccess,
    LoginAttempts,
    LoginService,
    LogoutService,
    Persons,
    PortalClient,
    PortalExchange,
    SessionMiddleware,
    Sessions,
    TermsQuery,
    TokenVerifier,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: SESSION_LIMITER, useFactory: () => new RateLimiter(SESSION_LIMIT) },
    { provide: FAILED_LOGIN_LIMITER, useFactory: () => new RateLimiter(FAILED_LOGIN_LIMIT) },
  ],
  exports: [LiveAccess, SessionMiddleware],
})
export class AuthModule {
  /** With the provider of the environment, or the demonstration's own. */
  static forRoot({ oidc }: Config): DynamicModule {
    return {
      module: AuthModule,
      imports: [oidc === null ? DemoIdentityProviderModule : configuredPortal(oidc)],
    };
  }
}

@Module({})
class ConfiguredPortalModule {}

function configuredPortal(oidc: OidcConfig): DynamicModule {
  const portal = { provide: PORTAL, useFactory: () => new ConfiguredPortal(oidc) };
  return { module: ConfiguredPortalModule, providers: [portal], exports: [PORTAL] };
}
