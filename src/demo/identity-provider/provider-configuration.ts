import { type JWK } from 'jose';
import { type Context } from 'oidc-provider';
import { escapeHtml, page } from '../../auth/index.js';
import { type IdTokenAlgorithm } from '../../platform/config/config.js';
import { type DemoPerson, demoPeople } from '../demo-people.js';
import { CIBA_GRANT, CIBA_LIFE_S, CIBA_ROUTE, cibaFeature } from './ciba.js';
import { PORTAL_PATH } from './demo-portal.js';
import { memoryAdapters } from './memory-adapter.js';
import { type TelephoneRequests } from './ways/telephone-requests.js';

export interface ProviderSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly algorithm: IdTokenAlgorithm;
  /** Every origin that our service is reached by. */
  readonly origins: readonly string[];
  readonly loopbackOrigin: string;
  readonly keys: readonly JWK[];
  readonly cookieKey: string;
  readonly telephones: TelephoneRequests;
}

const HOUR_S = 3600;

/** Claims of Pro Santé Connect's `scope_all` that the demonstration's people have. */
const PROFILE_CLAIMS = [
  'SubjectNameID',
  'preferred_username',
  'given_name',
  'family_name',
  'SubjectRole',
  'SubjectRefPro',
];

/** Configuration of `oidc-provider` (its README, « Configuration options »). */
export function providerConfiguration(settings: ProviderSettings): Readonly<Record<string, unknown>> {
  return {
    adapter: memoryAdapters(),
    clients: [clientOf(settings)],
    clientBasedCORS: () => false,
    jwks: { keys: settings.keys },
    cookies: {
      keys: [settings.cookieKey],
      names: { session: 'portail', interaction: 'portail-login', resume: 'portail-resume' },
    },
    // `acr` and `amr` belong to no scope of the standard: they go with `openid`, and so stand in every ID token.
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time'],
      scope_all: PROFILE_CLAIMS,
      sid: null,
      iss: null,
    },
    scopes: ['openid', 'scope_all'],
    findAccount: (_context: Context, subject: string) => accountOf(subject),
    loadExistingGrant: grantEverything,
    interactions: {
      url: (_context: Context, { uid }: { uid: string }) => `${PORTAL_PATH}/interaction/${uid}`,
    },
    routes: { backchannel_authentication: CIBA_ROUTE },
    pkce: { required: () => true },
    renderError,
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      ciba: cibaFeature(settings.telephones),
      rpInitiatedLogout: { enabled: true, logoutSource: logoutPage, postLogoutSuccessSource: loggedOutPage },
    },
    // As Pro Santé Connect: access tokens of two minutes, sessions of four hours.
    ttl: {
      AccessToken: 120,
      AuthorizationCode: 60,
      BackchannelAuthenticationRequest: CIBA_LIFE_S,
      IdToken: HOUR_S,
      Grant: 4 * HOUR_S,
      Interaction: HOUR_S,
      Session: 4 * HOUR_S,
    },
  };
}

function clientOf(settings: ProviderSettings): Readonly<Record<string, unknown>> {
  return {
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
    client_name: 'Medimail',
    redirect_uris: settings.origins.map((origin) => `${origin}/auth/callback`),
    post_logout_redirect_uris: settings.origins.map((origin) => `${origin}/`),
    response_types: ['code'],
    grant_types: ['authorization_code', CIBA_GRANT],
    backchannel_token_delivery_mode: 'poll',
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: settings.algorithm,
    backchannel_logout_uri: `${settings.loopbackOrigin}/auth/backchannel-logout`,
    backchannel_logout_session_required: true,
  };
}

function accountOf(subject: string): { accountId: string; claims: () => object } | undefined {
  const person = demoPeople.find((candidate) => candidate.subject === subject);
  return person && { accountId: subject, claims: () => claimsOf(person) };
}

function claimsOf(person: DemoPerson): Readonly<Record<string, unknown>> {
  return {
    sub: person.subject,
    SubjectNameID: person.nationalId,
    preferred_username: person.nationalId,
    given_name: person.firstName,
    family_name: person.lastName.toUpperCase(),
    SubjectRole: person.type === 'MED' ? ['10^1.2.250.1.213.1.1.5.5'] : [],
    // Others have none, as some of Pro Santé Connect's profiles.
    ...(person.type === 'MED' && { SubjectRefPro: { exercices: [exerciseOf(person)] } }),
  };
}

function exerciseOf({ firstName, lastName }: DemoPerson): Readonly<Record<string, unknown>> {
  return {
    codeProfession: '10',
    codeCiviliteDexercice: 'DR',
    nomDexercice: lastName.toUpperCase(),
    prenomDexercice: firstName,
    activities: [],
  };
}

/** Our service is the portal's only client: nobody is asked whether it may know who they are. */
async function grantEverything(context: Context): Promise<unknown> {
  const { client, session, provider, params } = context.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(params?.scope ?? 'openid');
  await grant.save();
  return grant;
}

const styled = (title: string, body: string): string => page(title, body, `${PORTAL_PATH}/style.css`);

function renderError(context: Context, out: Readonly<Record<string, unknown>>): void {
  context.type = 'html';
  context.body = styled('Portail', `<p>La demande n’est pas valide (${escapeHtml(String(out.error))}).</p>`);
}

function logoutPage(context: Context, form: string): void {
  const button =
    '<button type="submit" form="op.logoutForm" name="logout" value="yes">Se déconnecter</button>';
  context.body = styled('Se déconnecter du portail', `${form}\n${button}`);
}

function loggedOutPage(context: Context): void {
  context.body = styled('Vous êtes déconnecté', `<p><a href="${PORTAL_PATH}/">Retour au portail</a></p>`);
}
