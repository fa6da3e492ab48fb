import { type idTokenAlgorithms, type logLevels, type roles } from './variables.js';

export type Role = (typeof roles)[number];
export type LogLevel = (typeof logLevels)[number];
export type IdTokenAlgorithm = (typeof idTokenAlgorithms)[number];

/** The OpenID Connect provider outside. */
export interface OidcConfig {
  readonly issuer: string;
  readonly discoveryUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Whether the national id that the issuer tells is believed: only Pro Santé Connect proves one. A portal that brokers
 * it beside other means says by `amr` which it was.
 */
export type NationalIdBelief = 'always' | 'never' | { readonly amr: readonly string[] };

/** What the environment asks for, checked: made by `loadConfig` alone. */
export class Config {
  readonly port!: number;
  readonly host!: string;
  readonly managementPort!: number;
  readonly managementHost!: string;
  /** Absolute. */
  readonly dataDir!: string;
  /** An origin without a trailing slash; null: `http://localhost:<port served>`. */
  readonly publicUrl!: string | null;
  /** Null: the embedded event store. */
  readonly eventStoreUrl!: string | null;
  /** Null: the embedded document and content stores. */
  readonly mongodbUrl!: string | null;
  /** Of the day keys; `mongodbUrl` where not set. */
  readonly keysMongodbUrl!: string | null;
  /** Null: a demonstration, with its own identity provider. */
  readonly oidc!: OidcConfig | null;
  readonly oidcScope!: string;
  readonly acrValues!: readonly string[];
  /** Null: every method but a password or a question alone. */
  readonly amrValues!: readonly string[] | null;
  readonly nationalId!: NationalIdBelief;
  readonly idTokenAlgorithm!: IdTokenAlgorithm;
  /** Null: mails are files of `dataDir`. */
  readonly smtpUrl!: string | null;
  /** The address that the service's own mails come from. */
  readonly mailFrom!: string;
  /** In lower case; null: addresses of accounts may be of any. */
  readonly platformDomains!: readonly string[] | null;
  readonly roles!: ReadonlySet<Role>;
  /** 32 bytes; null: the file of `dataDir`. */
  readonly masterKey!: Buffer | null;
  /** 32 bytes; null unless the master key is being rotated. */
  readonly masterKeyNext!: Buffer | null;
  readonly clockOffsetMs!: number;
  readonly production!: boolean;
  readonly logLevel!: LogLevel;

  constructor(values: Config.Values) {
    Object.assign(this, values);
  }

  get demonstration(): boolean {
    return this.oidc === null;
  }

  /** Browsers reach the service over TLS. */
  get secure(): boolean {
    return this.publicUrl?.startsWith('https:') ?? false;
  }
}

// eslint-disable-next-line @typescript-eslint/no-namespace -- names the constructor's argument beside the class
export namespace Config {
  export type Values = Omit<Config, 'demonstration' | 'secure'>;
}
