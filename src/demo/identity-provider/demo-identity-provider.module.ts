import { Module } from '@nestjs/common';
import { PORTAL } from '../../auth/index.js';
import { DemoIdentityProvider } from './demo-identity-provider.js';
import { DemoPortal } from './demo-portal.js';

/** The identity provider of the demonstration, and its face towards the login. */
@Module({
  providers: [DemoPortal, DemoIdentityProvider, { provide: PORTAL, useExisting: DemoPortal }],
  exports: [PORTAL, DemoIdentityProvider],
})
export class DemoIdentityProviderModule {}
