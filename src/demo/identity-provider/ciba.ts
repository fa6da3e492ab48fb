import { type BackchannelRequest, type Context, type MiddlewareContext, type Provider } from 'oidc-provider';
import { type DemoPerson, demoPeople } from '../demo-people.js';
import { TELEPHONE_METHOD } from './demo-portal.js';
import { REQUEST_LIFE_S, type TelephoneRequests } from './ways/telephone-requests.js';

/** Seconds between two questions of a client that waits; Pro Santé Connect's. */
const INTERVAL_S = 1;

/**
 * OpenID Connect CIBA, poll mode, as Pro Santé Connect has it for the e-CPS: `POST …/ext/ciba/auth` with the national
 * id as `login_hint`, then the token end point until the telephone has answered.
 */
export function cibaFeature(telephones: TelephoneRequests): Readonly<Record<string, unknown>> {
  return {
    enabled: true,
    deliveryModes: ['poll'],
    processLoginHint: (_context: Context, hint: string) => byNationalId(hint)?.subject,
    verifyUserCode: () => undefined,
    validateRequestContext: () => undefined,
    validateBindingMessage: () => undefined,
    triggerAuthenticationDevice(context: Context, request: BackchannelRequest): void {
      const { provider, params } = context.oidc;
      const person = demoPeople.find(({ subject }) => subject === request.accountId);
      if (person === undefined) return;
      const message = params?.binding_message?.slice(0, 80);
      telephones.begin(person, {
        ...(message !== undefined && { message }),
        answered: (approved) => answer(provider, request, approved),
      });
    },
  };
}

export const CIBA_ROUTE = '/ext/ciba/auth';
export const CIBA_GRANT = 'urn:openid:params:grant-type:ciba';
export const CIBA_LIFE_S = REQUEST_LIFE_S;

const byNationalId = (nationalId: string): DemoPerson | undefined =>
  demoPeople.find((person) => person.nationalId === nationalId);

async function answer(provider: Provider, request: BackchannelRequest, approved: boolean): Promise<void> {
  if (!approved) {
    const { errors } = await import('oidc-provider');
    await provider.backchannelResult(request, new errors.AccessDenied());
    return;
  }
  const { clientId, accountId, scope } = request;
  const grant = new provider.Grant({ clientId, accountId });
  grant.addOIDCScope(scope);
  await grant.save();
  const authTime = Math.floor(Date.now() / 1000);
  await provider.backchannelResult(request, grant, {
    acr: 'eidas1',
    amr: ['mfa', TELEPHONE_METHOD],
    authTime,
  });
}

/** The library leaves the interval to its default: Pro Santé Connect says it. */
export async function sayInterval(context: MiddlewareContext, next: () => Promise<void>): Promise<void> {
  await next();
  if (context.oidc?.route === 'backchannel_authentication' && context.status === 200) {
    context.body = { ...(context.body as object), interval: INTERVAL_S };
  }
}
