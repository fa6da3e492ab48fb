import { Module } from '@nestjs/common';
import { PORTAL } from '../../auth/index.js';
import { DemoIdentityProvider } from './demo-identity-provider.js';
import { DemoPortal } from './demo-portal.js';
import { OneTimeCodes } from './ways/one-time-codes.js';
import { TelephoneRequests } from './ways/telephone-requests.js';
import { WaysIn } from './ways/ways-in.js';

/** The identity provider of the demonstration, and its face towards the login. */
@Module({
  providers: [
    DemoPortal,
    DemoIdentityProvider,
    OneTimeCodes,
    TelephoneRequests,
    WaysIn,
    { provide: PORTAL, useExisting: DemoPortal },
  ],
  exports: [PORTAL, DemoIdentityProvider],
})
export class DemoIdentityProviderModule {}
