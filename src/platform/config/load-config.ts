import { resolve } from 'node:path';
import { validateSync } from 'class-validator';
import {
  Config,
  type IdTokenAlgorithm,
  type LogLevel,
  type NationalIdBelief,
  type OidcConfig,
  type Role,
} from './config.js';
import {
  demonstrationProblems,
  keyProblems,
  mailProblems,
  oidcProblems,
  urlProblems,
} from './config-rules.js';
import { durationMs } from './duration.js';
import { Environment, roles, variables } from './variables.js';

/** The environment cannot be started with: one sentence for each wrong variable. */
export class InvalidConfiguration extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'InvalidConfiguration';
  }
}

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the environment; an empty variable counts as absent.
 *
 * @throws InvalidConfiguration naming every wrong variable at once
 */
export function loadConfig(env: Env, now = new Date()): Config {
  const environment = read(env);
  const problems = validateSync(environment).map((error) => Object.values(error.constraints ?? {})[0] ?? '');
  if (problems.length === 0) problems.push(...durationProblem(environment, now));
  if (problems.length === 0) {
    problems.push(
      ...keyProblems(environment),
      ...urlProblems(environment),
      ...oidcProblems(environment),
      ...mailProblems(environment),
      ...demonstrationProblems(environment),
    );
  }
  if (problems.length > 0) throw new InvalidConfiguration(problems);
  return configOf(environment, now);
}

function read(env: Env): Environment {
  const environment = new Environment();
  for (const { name, number } of variables) {
    const value = env[name];
    if (value === undefined || value === '') continue;
    environment[name] = number === true ? Number(value) : value;
  }
  return environment;
}

function durationProblem(environment: Environment, now: Date): string[] {
  const text = environment.CLOCK_OFFSET;
  if (text === undefined) return [];
  try {
    durationMs(String(text), now);
    return [];
  } catch {
    return ['CLOCK_OFFSET must be an ISO 8601 duration.'];
  }
}

function configOf(environment: Environment, now: Date): Config {
  const text = (name: string, otherwise: string): string => String(environment[name] ?? otherwise);
  const maybe = (name: string): string | null => environment[name]?.toString() ?? null;
  const number = (name: string, otherwise: number): number => Number(environment[name] ?? otherwise);
  const key = (name: string): Buffer | null => {
    const value = maybe(name);
    return value === null ? null : Buffer.from(value, 'base64');
  };
  return new Config({
    port: number('PORT', 3000),
    host: text('HOST', '127.0.0.1').replace(/^\[|\]$/g, ''),
    managementPort: number('MANAGEMENT_PORT', 3001),
    managementHost: text('MANAGEMENT_HOST', '127.0.0.1').replace(/^\[|\]$/g, ''),
    dataDir: resolve(text('DATA_DIR', './var')),
    publicUrl: maybe('PUBLIC_URL')?.replace(/\/$/, '') ?? null,
    eventStoreUrl: maybe('EVENTSTORE_URL'),
    mongodbUrl: maybe('MONGODB_URL'),
    keysMongodbUrl: maybe('KEYS_MONGODB_URL') ?? maybe('MONGODB_URL'),
    oidc: oidcOf(environment),
    oidcScope: text('OIDC_SCOPE', 'openid scope_all'),
    acrValues: text('OIDC_ACR_VALUES', 'eidas1').split(' '),
    amrValues: maybe('OIDC_AMR_VALUES')?.split(' ') ?? null,
    nationalId: nationalIdOf(environment),
    idTokenAlgorithm: text('OIDC_ID_TOKEN_ALG', 'RS256') as IdTokenAlgorithm,
    smtpUrl: maybe('SMTP_URL'),
    mailFrom: text('MAIL_FROM', 'ne-pas-repondre@medimail.test'),
    platformDomains: maybe('PLATFORM_DOMAINS')?.toLowerCase().split(',') ?? null,
    roles: new Set(text('ROLES', roles.join(',')).split(',') as Role[]),
    masterKey: key('MASTER_KEY'),
    masterKeyNext: key('MASTER_KEY_NEXT'),
    clockOffsetMs: environment.CLOCK_OFFSET === undefined ? 0 : durationMs(text('CLOCK_OFFSET', ''), now),
    production: environment.NODE_ENV === 'production',
    logLevel: text('LOG_LEVEL', 'info') as LogLevel,
  });
}

function oidcOf(environment: Environment): OidcConfig | null {
  if (environment.OIDC_ISSUER === undefined) return null;
  const issuer = String(environment.OIDC_ISSUER);
  return {
    issuer,
    discoveryUrl: environment.OIDC_DISCOVERY_URL?.toString() ?? defaultDiscoveryUrl(issuer),
    clientId: String(environment.OIDC_CLIENT_ID),
    clientSecret: String(environment.OIDC_CLIENT_SECRET),
  };
}

/** Pro Santé Connect's issuers, its sandbox's too: realm `esante-wallet` of `auth.*.esante.gouv.fr`. */
const PRO_SANTE_CONNECT = /^https:\/\/auth\.(?:[\w-]+\.)*esante\.gouv\.fr\/auth\/realms\/esante-wallet$/;

function nationalIdOf(environment: Environment): NationalIdBelief {
  const known = PRO_SANTE_CONNECT.test(String(environment.OIDC_ISSUER)) ? '1' : '0';
  const told = String(environment.OIDC_NATIONAL_ID ?? known);
  if (told.startsWith('amr:')) return { amr: told.slice('amr:'.length).split(',') };
  return told === '1' ? 'always' : 'never';
}

/** Pro Santé Connect publishes its metadata under a suffix of its own (realm `esante-wallet`). */
function defaultDiscoveryUrl(issuer: string): string {
  const suffix = /\/realms\/esante-wallet$/.test(issuer)
    ? 'wallet-openid-configuration'
    : 'openid-configuration';
  return `${issuer.replace(/\/$/, '')}/.well-known/${suffix}`;
}
