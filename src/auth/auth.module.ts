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
import { AssociationCodesController } from './association/association-codes.controller.js';
import { AssociationController } from './association/association.controller.js';
import { PendingAssociations } from './association/pending-associations.js';
import { CardAssociation } from './cards/card-association.js';
import { CardsController } from './cards/cards.controller.js';
import { DeviceCallers } from './devices/device-callers.js';
import { DeviceGrants } from './devices/device-grants.js';
import { DevicePairings } from './devices/device-pairings.js';
import { DeviceProofs } from './devices/device-proofs.js';
import { DeviceRecords } from './devices/device-records.js';
import { DeviceRefusals } from './devices/device-refusals.js';
import { DeviceTokens } from './devices/device-tokens.js';
import { DeviceTokensController } from './devices/device-tokens.controller.js';
import { DevicesController } from './devices/devices.controller.js';
import { DevicesOfPerson } from './devices/devices-of-person.js';
import { PairDevice, WRONG_CODE_LIMIT, WRONG_CODE_LIMITER } from './devices/pair-device.service.js';
import { RefreshDevice } from './devices/refresh-device.service.js';
import { Installation } from './installation.js';
import { Identities } from './login/identities.js';
import { LoginJournal } from './login/login-journal.js';
import { LogoutTokens } from './login/logout-tokens.js';
import { SessionOfLogin } from './login/session-of-login.js';
import { LoginController } from './login/login.controller.js';
import { Admission, FAILED_LOGIN_LIMIT, FAILED_LOGIN_LIMITER } from './login/admission.js';
import { LoginService } from './login/login.service.js';
import { LogoutService } from './login/logout.service.js';
import { LogoutController } from './login/logout.controller.js';
import { AccountsQuery } from './me/accounts.query.js';
import { DefaultAccountController } from './me/default-account.controller.js';
import { IdentityFormController } from './me/identity-form.controller.js';
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
  controllers: [
    AssociationCodesController,
    AssociationController,
    CardsController,
    DefaultAccountController,
    DeviceTokensController,
    DevicesController,
    IdentityFormController,
    LoginController,
    LogoutController,
    MeController,
    SessionsController,
  ],
  providers: [
    AccountsQuery,
    Admission,
    CardAssociation,
    DeclaredAccess,
    DeviceCallers,
    DeviceGrants,
    DevicePairings,
    DeviceProofs,
    DeviceRecords,
    DeviceRefusals,
    DeviceTokens,
    DevicesOfPerson,
    Discovery,
    Identities,
    Installation,
    LiveAccess,
    LoginAttempts,
    LoginJournal,
    LoginService,
    LogoutService,
    LogoutTokens,
    PairDevice,
    PendingAssociations,
    Persons,
    PortalClient,
    PortalExchange,
    RefreshDevice,
    SessionMiddleware,
    SessionOfLogin,
    Sessions,
    TermsQuery,
    TokenVerifier,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: SESSION_LIMITER, useFactory: () => new RateLimiter(SESSION_LIMIT) },
    { provide: WRONG_CODE_LIMITER, useFactory: () => new RateLimiter(WRONG_CODE_LIMIT) },
    { provide: FAILED_LOGIN_LIMITER, useFactory: () => new RateLimiter(FAILED_LOGIN_LIMIT) },
  ],
  exports: [LiveAccess, SessionMiddleware],
})
export class AuthModule {
  /** With the provider of the environment, or the demonstration's own. */
  static forRoot(config: Config): DynamicModule {
    const { oidc } = config;
    return {
      module: AuthModule,
      imports: [oidc === null ? DemoIdentityProviderModule : configuredPortal(oidc, config)],
    };
  }
}

@Module({})
class ConfiguredPortalModule {}

function configuredPortal(oidc: OidcConfig, config: Config): DynamicModule {
  const portal = { provide: PORTAL, useFactory: () => new ConfiguredPortal(oidc, config) };
  return { module: ConfiguredPortalModule, providers: [portal], exports: [PORTAL] };
}
