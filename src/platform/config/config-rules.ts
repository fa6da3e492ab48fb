import { isLoopback } from './loopback.js';
import { type Environment } from './variables.js';

/* Rules that hold between variables. Each answers one sentence a wrong variable, naming it. */

const OVER_TLS = ['PUBLIC_URL', 'OIDC_ISSUER', 'OIDC_DISCOVERY_URL'];

/** What leaves the machine goes over TLS; only a demonstration may be served over plain HTTP. */
export function urlProblems(environment: Environment): string[] {
  const problems: string[] = [];
  for (const name of OVER_TLS) {
    const value = environment[name];
    if (value === undefined) continue;
    const url = URL.canParse(String(value)) ? new URL(String(value)) : undefined;
    if (url === undefined) problems.push(`${name} must be a URL.`);
    else if (!isPermitted(url, name, environment)) problems.push(`${name} must begin with https://.`);
  }
  return problems;
}

function isPermitted(url: URL, name: string, environment: Environment): boolean {
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return true;
  return name === 'PUBLIC_URL' && environment.OIDC_ISSUER === undefined;
}

/** A provider outside needs the client that we are there, and the address to come back to. */
export function oidcProblems(environment: Environment): string[] {
  if (environment.OIDC_ISSUER === undefined) return [];
  return ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PUBLIC_URL']
    .filter((name) => environment[name] === undefined)
    .map((name) => `${name} is required with OIDC_ISSUER.`);
}

/** Mail that leaves the machine names a sender that exists; mail in files, addresses and all, is for demonstrations. */
export function mailProblems(environment: Environment): string[] {
  const { SMTP_URL, MAIL_FROM, OIDC_ISSUER, NODE_ENV } = environment;
  if (SMTP_URL !== undefined) return MAIL_FROM === undefined ? ['MAIL_FROM is required with SMTP_URL.'] : [];
  const isReal = OIDC_ISSUER !== undefined && NODE_ENV === 'production';
  return isReal ? ['SMTP_URL is required with NODE_ENV=production.'] : [];
}

/** Without a provider outside the service is a demonstration, which must not be taken for the real thing. */
export function demonstrationProblems(environment: Environment): string[] {
  if (environment.OIDC_ISSUER !== undefined) return realServiceProblems(environment);
  if (environment.NODE_ENV === 'production') {
    return ['OIDC_ISSUER is required with NODE_ENV=production: a demonstration is never production.'];
  }
  if (environment.DEMO === '1') return [];
  const problems: string[] = [];
  if (!isLoopback(String(environment.HOST ?? '127.0.0.1'))) {
    problems.push('HOST must be a loopback address without OIDC_ISSUER, or DEMO must be 1.');
  }
  for (const name of ['EVENTSTORE_URL', 'MONGODB_URL', 'KEYS_MONGODB_URL']) {
    if (environment[name] !== undefined) problems.push(`${name} needs OIDC_ISSUER, or DEMO must be 1.`);
  }
  return problems;
}

function realServiceProblems(environment: Environment): string[] {
  const problems: string[] = [];
  if (environment.DEMO === '1') problems.push('DEMO must not be 1 with OIDC_ISSUER.');
  if (environment.CLOCK_OFFSET !== undefined) {
    problems.push('CLOCK_OFFSET is for the demonstration: it must be absent with OIDC_ISSUER.');
  }
  return problems;
}

/** A key to come has one that it comes after. */
export function keyProblems(environment: Environment): string[] {
  const alone = environment.MASTER_KEY_NEXT !== undefined && environment.MASTER_KEY === undefined;
  return alone ? ['MASTER_KEY_NEXT needs MASTER_KEY.'] : [];
}
