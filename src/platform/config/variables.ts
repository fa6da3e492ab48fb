import { IsIn, IsInt, IsOptional, Matches, Max, Min, MinLength } from 'class-validator';

/** One variable of the environment: how it is checked, and what the documentation says of it. */
export interface Variable {
  readonly name: string;
  /** As the documentation shows it; empty where there is none. */
  readonly default: string;
  readonly meaning: string;
  /** What a refused value is told; follows the variable's name. */
  readonly rule: string;
  readonly number?: true;
  readonly checks: readonly ((message: string) => PropertyDecorator)[];
}

export const roles = ['api', 'projections', 'policies', 'sweeper'] as const;
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const idTokenAlgorithms = ['RS256', 'HS256'] as const;

type Check = (message: string) => PropertyDecorator;

const oneOf =
  (...values: readonly string[]): Check =>
  (message) =>
    IsIn(values, { message });
const matching =
  (pattern: RegExp): Check =>
  (message) =>
    Matches(pattern, { message });
const portChecks: readonly Check[] = [
  (message) => IsInt({ message }),
  (message) => Min(0, { message }),
  (message) => Max(65_535, { message }),
];
const masterKeyChecks: readonly Check[] = [matching(/^[A-Za-z0-9+/]{43}=$/)];
const notEmpty: Check = (message) => MinLength(1, { message });
const httpUrl = matching(/^https?:\/\/[^\s/?#]+/);
const port = { number: true, checks: portChecks, rule: 'must be a port number, 0 to 65535' } as const;
const hostName = /^(?:[A-Za-z0-9.-]+|\[?[0-9A-Fa-f:]+\]?)$/;

/** Every variable that the service reads: the only list, of which the documentation's table is made. */
export const variables: readonly Variable[] = [
  {
    name: 'PORT',
    default: '3000',
    meaning:
      'Port of the API, the web mail and, in demonstration, the identity provider; 0 lets the system choose.',
    ...port,
  },
  {
    name: 'HOST',
    default: '127.0.0.1',
    meaning: 'Address on which that port listens.',
    rule: 'must be a host name or an address',
    checks: [matching(hostName)],
  },
  {
    name: 'MANAGEMENT_PORT',
    default: '3001',
    meaning: "Port of health, metrics and the command line's calls; 0 lets the system choose.",
    ...port,
  },
  {
    name: 'MANAGEMENT_HOST',
    default: '127.0.0.1',
    meaning: 'Address on which the management port listens, whatever `HOST`.',
    rule: 'must be a host name or an address',
    checks: [matching(hostName)],
  },
  {
    name: 'DATA_DIR',
    default: './var',
    meaning: 'Folder of everything that the embedded engines keep, and of the management token.',
    rule: 'must be the path of a folder',
    checks: [notEmpty],
  },
  {
    name: 'PUBLIC_URL',
    default: 'http://localhost:`PORT`',
    meaning: 'Origin under which browsers reach the service: redirect URIs, links, cookies.',
    rule: 'must be an origin such as https://mail.example.fr, without a path',
    checks: [matching(/^https?:\/\/[^\s/?#@]+\/?$/)],
  },
  {
    name: 'EVENTSTORE_URL',
    default: '',
    meaning: 'Connection string of EventStoreDB; absent, the embedded event store.',
    rule: 'must begin with esdb:// or esdb+discover://',
    checks: [matching(/^esdb(?:\+discover)?:\/\/./)],
  },
  {
    name: 'MONGODB_URL',
    default: '',
    meaning: 'Connection string of MongoDB; absent, the embedded document store.',
    rule: 'must begin with mongodb:// or mongodb+srv://',
    checks: [matching(/^mongodb(?:\+srv)?:\/\/./)],
  },
  {
    name: 'KEYS_MONGODB_URL',
    default: '`MONGODB_URL`',
    meaning: 'Connection string of the MongoDB that holds the day keys, outside the backups of the data.',
    rule: 'must begin with mongodb:// or mongodb+srv://',
    checks: [matching(/^mongodb(?:\+srv)?:\/\/./)],
  },
  {
    name: 'OIDC_ISSUER',
    default: '',
    meaning: 'Issuer of the OpenID Connect provider; absent, the service is a demonstration.',
    rule: 'must be the URL of an issuer',
    checks: [httpUrl],
  },
  {
    name: 'OIDC_DISCOVERY_URL',
    default: '`OIDC_ISSUER`/.well-known/openid-configuration',
    meaning:
      "Where the provider's metadata is; Pro Santé Connect's own suffix, `/.well-known/wallet-openid-configuration`, is known.",
    rule: 'must be a URL',
    checks: [httpUrl],
  },
  {
    name: 'OIDC_CLIENT_ID',
    default: '',
    meaning: 'Our client id at the provider; required with `OIDC_ISSUER`.',
    rule: 'must not be empty',
    checks: [notEmpty],
  },
  {
    name: 'OIDC_CLIENT_SECRET',
    default: '',
    meaning: 'Our client secret at the provider; required with `OIDC_ISSUER`.',
    rule: 'must not be empty',
    checks: [notEmpty],
  },
  {
    name: 'OIDC_SCOPE',
    default: 'openid scope_all',
    meaning: 'Scopes asked for.',
    rule: 'must be scopes separated by spaces, `openid` first',
    checks: [matching(/^openid(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/)],
  },
  {
    name: 'OIDC_ACR_VALUES',
    default: 'eidas1',
    meaning:
      'Accepted values of the claim `acr`, separated by spaces: any other is not a strong authentication.',
    rule: 'must be values separated by spaces',
    checks: [matching(/^\S+(?: \S+)*$/)],
  },
  {
    name: 'OIDC_AMR_VALUES',
    default: '',
    meaning:
      'Methods (claim `amr`) of which a login must have used one, separated by spaces; absent, any but a password (`pwd`) or a question (`kba`) alone.',
    rule: 'must be values separated by spaces',
    checks: [matching(/^\S+(?: \S+)*$/)],
  },
  {
    name: 'OIDC_NATIONAL_ID',
    default: '1 for Pro Santé Connect, else 0',
    meaning:
      'Whether the national id (`SubjectNameID`) of this issuer is believed: `0`, `1`, or `amr:sc,hwk` for a portal that brokers Pro Santé Connect beside other means and names it by these methods.',
    rule: 'must be 0, 1 or amr: and methods separated by commas',
    checks: [matching(/^(?:[01]|amr:[\w.-]+(?:,[\w.-]+)*)$/)],
  },
  {
    name: 'OIDC_ID_TOKEN_ALG',
    default: 'RS256',
    meaning: 'Algorithm of the ID tokens: `RS256` (keys of the provider) or `HS256` (the client secret).',
    rule: `must be one of ${idTokenAlgorithms.join(', ')}`,
    checks: [oneOf(...idTokenAlgorithms)],
  },
  {
    name: 'SMTP_URL',
    default: '',
    meaning:
      'Server of outgoing mail: `smtps://user:password@host:465`, or `smtp://…:587` with STARTTLS; absent, files `mail-out/*.eml` of `DATA_DIR`; required with `NODE_ENV=production`.',
    rule: 'must begin with smtps:// or smtp://',
    checks: [matching(/^smtps?:\/\/[^\s/?#]+\/?$/)],
  },
  {
    name: 'MAIL_FROM',
    default: 'ne-pas-repondre@medimail.test',
    meaning: "Address that the service's own mails come from; required with `SMTP_URL`.",
    rule: 'must be an address',
    checks: [matching(/^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,255}$/)],
  },
  {
    name: 'PLATFORM_DOMAINS',
    default: '',
    meaning: 'Domains of the addresses that accounts are provisioned with, separated by commas; absent, any.',
    rule: 'must be domains separated by commas',
    checks: [matching(/^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:,[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)*$/)],
  },
  {
    name: 'ROLES',
    default: roles.join(','),
    meaning: 'What this process does, separated by commas.',
    rule: `must be a list of ${roles.join(', ')}`,
    checks: [matching(new RegExp(`^(?:${roles.join('|')})(?:,(?:${roles.join('|')}))*$`))],
  },
  {
    name: 'MASTER_KEY',
    default: 'a file of `DATA_DIR`',
    meaning: 'The master key: 32 bytes in base64.',
    rule: 'must be 32 bytes in base64',
    checks: masterKeyChecks,
  },
  {
    name: 'MASTER_KEY_NEXT',
    default: '',
    meaning: 'The master key to come, while the keys are rotated: 32 bytes in base64; needs `MASTER_KEY`.',
    rule: 'must be 32 bytes in base64',
    checks: masterKeyChecks,
  },
  {
    name: 'CLOCK_OFFSET',
    default: '',
    meaning: "Shifts the service's clock by an ISO 8601 duration (`P3M`, `-P1D`); demonstration only.",
    rule: 'must be an ISO 8601 duration',
    checks: [matching(/^[+-]?P(?=.*\d)[\dYMWDTHS]+$/)],
  },
  {
    name: 'DEMO',
    default: '0',
    meaning: '1 allows the demonstration where `HOST` is no loopback address or the stores are not embedded.',
    rule: 'must be 0 or 1',
    checks: [oneOf('0', '1')],
  },
  {
    name: 'NODE_ENV',
    default: 'development',
    meaning: '`production` refuses the demonstration, and mails in files.',
    rule: 'must be development, test or production',
    checks: [oneOf('development', 'test', 'production')],
  },
  {
    name: 'LOG_LEVEL',
    default: 'info',
    meaning: 'Least level of the lines logged.',
    rule: `must be one of ${logLevels.join(', ')}`,
    checks: [oneOf(...logLevels)],
  },
];

/** The environment as class-validator checks it: one optional property for each of {@link variables}. */
export class Environment {
  [name: string]: string | number | undefined;
}
for (const { name, rule, checks } of variables) {
  IsOptional()(Environment.prototype, name);
  for (const check of checks) check(`${name} ${rule}.`)(Environment.prototype, name);
}

/** The documentation's table, in Markdown. */
export function variablesTable(): string {
  const code = (text: string): string => (text === '' || text.includes('`') ? text : `\`${text}\``);
  const rows = variables.map((v) => `| \`${v.name}\` | ${code(v.default)} | ${v.meaning} |`);
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
